"""What every test shares: fresh databases, and contracts whose failures show the values they compared."""

import pytest

pytest.register_assert_rewrite("tests.contracts", "tests.fakes")

pytest_plugins = ["tests.databases"]
