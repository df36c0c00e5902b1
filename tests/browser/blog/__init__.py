"""The posts’ pages in a real browser: what goes when the blog goes."""
