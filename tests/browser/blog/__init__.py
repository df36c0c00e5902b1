"""The blog's pages. Remove this folder with the blog."""
