"""README's moving picture, from what the browser tests saw: `python -m tests.browser.film`."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image

SEEN = Path(__file__).parents[1] / "screenshots"
FILM = Path(__file__).parents[2] / "docs" / "pictures" / "leave.gif"
SCENES = ("1-completion", "2-ask", "3-decide", "4-decided", "5-told", "6-home")
SIZE = (960, 600)
SECONDS = 2.2
COLOURS = 96


def main() -> None:
    FILM.parent.mkdir(parents=True, exist_ok=True)
    frames = [Image.open(SEEN / f"product-{scene}.png").convert("RGB").resize(SIZE) for scene in SCENES]
    palette = every(frames).quantize(colors=COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    flat = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames]
    flat[0].save(FILM, save_all=True, append_images=flat[1:], duration=int(SECONDS * 1000), loop=0, optimize=True)


def every(frames: Sequence[Image.Image]) -> Image.Image:
    """One below the other: with the same colours, what does not move needs no room in the next."""
    width, height = SIZE
    strip = Image.new("RGB", (width, height * len(frames)))
    for place, frame in enumerate(frames):
        strip.paste(frame, (0, place * height))
    return strip


if __name__ == "__main__":
    main()
