"""The site in a real browser: pytest and Playwright."""
