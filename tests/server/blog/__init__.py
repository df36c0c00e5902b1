"""The same guarantees on the blog's pages, which make more API calls."""
