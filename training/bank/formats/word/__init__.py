"""Word documents in a simple layout: numbered questions, lettered answers, a star before the right ones."""
