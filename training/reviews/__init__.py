"""Reviews of what has versions, items and modules alike: comments on lines, requests with a day, news of both."""
