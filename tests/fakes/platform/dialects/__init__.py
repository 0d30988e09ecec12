"""One module for each platform: what its documentation says of requests and answers, and nothing more."""
