"""The JSON API, version 1: keyless reading, ids as the ledger has them, errors as problem details."""
