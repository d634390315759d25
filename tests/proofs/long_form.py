"""Whether the proofs are made at full length: RUNG_PROOFS=long, which takes half an hour."""

import os

LONG = os.environ.get("RUNG_PROOFS") == "long"
