"""The same by way of the posts’ pages, which are for members and have calls of their own."""
