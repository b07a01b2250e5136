"""Numbers as people type them, each in their own country's way; what could be two numbers is asked about."""

from contextlib import suppress
from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from workflows.kernel.errors import Refused
from workflows.language import speaking, speech
from workflows.wording.amounts import example, places_of, typed

LOCALES = ("en_GB", "en_US", "en_IN", "en_ZA", "de_DE", "de_AT", "de_CH", "fr_FR", "fr_CH", "es_ES", "es_MX", "pl_PL")
TWELVE_THOUSAND = Decimal("12000.50")


@pytest.mark.parametrize("locale", LOCALES)
@given(cents=st.integers(-(10**12), 10**12))
def test_what_is_written_for_a_reader_is_read_as_they_would(locale: str, cents: int) -> None:
    amount = Decimal(cents) / 100
    with speaking(locale):
        assert typed(str(format_decimal(amount, locale=speech().locale))) == amount


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    "text",
    [
        "12000.50",
        "12000,50",
        "12,000.50",
        "12.000,50",
        "12 000,50",
        "12\u00a0000,50",
        "12\u202f000,50",
        "12'000.50",
        "12’000.50",
        " 12000.5 ",
    ],
)
def test_what_can_mean_one_amount_only_is_read_from_everybody(locale: str, text: str) -> None:
    with speaking(locale):
        assert typed(text) == TWELVE_THOUSAND


@pytest.mark.parametrize(
    ("locale", "text", "number"),
    [
        ("en_GB", "12,000", "12000"),
        ("de_DE", "12.000", "12000"),
        ("de_AT", "12.000", "12000"),
        ("es_ES", "12.000", "12000"),
        ("es_MX", "12,000", "12000"),
        ("fr_FR", "12 000", "12000"),
        ("de_DE", "1.234.567", "1234567"),
        ("en_GB", "1.234.567", "1234567"),
        ("en_IN", "12,34,567.5", "1234567.5"),
        ("de_DE", "0,125", "0.125"),
        ("de_DE", "0.125", "0.125"),
        ("fr_FR", "7,5", "7.5"),
        ("fr_FR", "7.5", "7.5"),
        ("en_GB", "7,5", "7.5"),
        ("en_GB", "\u22123", "-3"),
        ("en_GB", ".5", "0.5"),
    ],
)
def test_thousands_and_decimals_are_the_readers_own(locale: str, text: str, number: str) -> None:
    with speaking(locale):
        assert typed(text) == Decimal(number)


@pytest.mark.parametrize(
    ("locale", "text", "said"),
    [
        ("en_GB", "12.000", "“12.000” can be read in two ways. Write 12000, or 12.00 with decimals."),
        (
            "de_DE",
            "12,000",
            "„12,000“ lässt sich auf zwei Arten lesen. Schreib 12000, oder 12,00 mit Nachkommastellen.",
        ),
        ("fr_FR", "12.500", "Écrivez 12500, ou 12,50 avec les décimales."),
        ("fr_FR", "12,500", "Écrivez 12500, ou 12,50 avec les décimales."),
        ("es_ES", "1,250", "«1,250» se puede leer de dos maneras. Escribe 1250, o 1,25 con decimales."),
    ],
)
def test_what_could_be_thousands_or_decimals_is_asked_about(locale: str, text: str, said: str) -> None:
    with speaking(locale), pytest.raises(Refused) as refused:
        typed(text, "amount")
    assert said in refused.value.text
    assert (refused.value.reason, refused.value.field) == ("ambiguous", "amount")


def test_three_decimals_are_read_where_there_may_be_three() -> None:
    assert typed("12.345", places=3) == Decimal("12.345")
    with speaking("de"):
        assert typed("12,345", places=3) == Decimal("12.345")
        assert typed("12.345", places=3) == 12345
    with pytest.raises(Refused, match="in two ways"):
        typed("12.345", places=2)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "-", ".", "5.", "--1", "1,2,3", "1.23.4", "1,23,456", "12.000 000"),
        *("twelve", "1e5", "NaN", "∞", "١٢", "1" * 41, "1,000" * 20),
    ],
)
@pytest.mark.parametrize("locale", ["en_GB", "de_DE", "fr_FR"])
def test_anything_else_is_no_number(locale: str, text: str) -> None:
    with speaking(locale):
        assert typed(text) is None


@given(st.text(st.sampled_from("0123456789.,' ’-\u202fe+"), max_size=45), st.sampled_from(LOCALES))
def test_no_row_of_digits_and_signs_breaks_it(text: str, locale: str) -> None:
    with speaking(locale), suppress(Refused):
        found = typed(text)
        assert found is None or found.is_finite()


def test_the_example_is_in_the_readers_own_way_and_is_read_back() -> None:
    shown = {}
    for locale in ("en_GB", "de_DE", "fr_FR", "es_ES"):
        with speaking(locale):
            shown[locale] = example()
            assert typed(example()) == TWELVE_THOUSAND
    assert shown == {
        "en_GB": "12,000.50",
        "de_DE": "12.000,50",
        "fr_FR": "12\u202f000,50",
        "es_ES": "12.000,50",
    }


def test_decimals_are_counted_as_they_were_typed() -> None:
    assert [places_of(Decimal(one)) for one in ("5", "5.0", "5.25", "1E+3")] == [0, 1, 2, 0]
