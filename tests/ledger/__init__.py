import pytest

pytest.register_assert_rewrite("ledger.contract")
