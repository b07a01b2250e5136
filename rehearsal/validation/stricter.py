"""Where the rehearsal is stricter than Slack on purpose, or where Slack's pages differ, and why: refusals say so."""

_UNIQUE = "Slack may take it, but then nobody can tell which of the two was chosen"
_ALT = "Slack takes an empty one, but then a screen reader has nothing to say"
_LENGTH = "Slack's pages say 75 here and 150 there"

STRICTER = {
    "message.text:missing_beside_blocks": "Slack would take it, but notifications and screen readers say only the text",
    "overflow:unique_values": _UNIQUE,
    "checkboxes:unique_values": _UNIQUE,
    "radio_buttons:unique_values": _UNIQUE,
    "static_select:unique_values": _UNIQUE,
    "multi_static_select:unique_values": _UNIQUE,
    "options_response:unique_values": _UNIQUE,
    "image.alt_text:min": _ALT,
    "image_element.alt_text:min": _ALT,
    "video.alt_text:min": _ALT,
    "option.value:max": _LENGTH,
    "choice.value:max": _LENGTH,
    "overflow_option.value:max": _LENGTH,
    "plain_text_input:initial_value": "Slack may open it, but it could not be submitted as it stands",
    "page:focus_in_view": "Slack may take it, but in a message nothing is focused",
    "table:even_rows": "Slack may take it, but the cells stand in the wrong columns",
    "data_table.rows:max": "Slack's pages say 101 and its libraries 201",
    "page:characters": "Slack documents no total and refuses from about here on",
}
