"""Let a request in, or not: API Gateway's REQUEST authorizer, by a signed access token in a header or a cookie."""
