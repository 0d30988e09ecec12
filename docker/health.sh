#!/bin/sh
# Succeed when the product on this machine answers that it is well.
exec python -c '
import http.client, os, sys
product = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("GREENLIGHT_PORT", "8080")), timeout=3)
product.request("GET", "/healthz")
sys.exit(product.getresponse().status != 200)
'
