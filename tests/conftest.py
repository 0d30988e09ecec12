"""What every test shares: failures inside the contracts show the values they compared."""

import pytest

pytest.register_assert_rewrite("tests.contracts", "tests.fakes")
