"""README's moving picture, from what the browser tests saw: `python -m tests.browser.film`."""

from pathlib import Path

from PIL import Image

SEEN = Path(__file__).parents[1] / "screenshots"
FILM = Path(__file__).parents[2] / "docs" / "pictures" / "leave.gif"
SCENES = ("1-completion", "2-ask", "3-decide", "4-decided", "5-told", "6-home")
SIZE = (960, 600)
SECONDS = 2.2


def main() -> None:
    FILM.parent.mkdir(parents=True, exist_ok=True)
    frames = [Image.open(SEEN / f"product-{scene}.png").convert("RGB").resize(SIZE) for scene in SCENES]
    flat = [frame.quantize(colors=96, dither=Image.Dither.NONE) for frame in frames]
    flat[0].save(FILM, save_all=True, append_images=flat[1:], duration=int(SECONDS * 1000), loop=0, optimize=True)


if __name__ == "__main__":
    main()
