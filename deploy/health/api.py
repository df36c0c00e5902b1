"""Check whether the API in this environment is ready; exit code 0 if so."""

import os
import sys
from http.client import HTTPConnection

connection = HTTPConnection(os.environ["API_HOST"], int(os.environ["API_PORT"]), timeout=3)
try:
    connection.request("GET", "/api/health/ready")
    response = connection.getresponse()
    answer = f"{response.status} {response.read(2000).decode(errors='replace')}"
    sys.exit(0 if response.status == 200 else answer)
except OSError as error:
    sys.exit(f"No answer: {error}")
