"""What the end of a batch means: in one line, and as an exit code."""

from local.cli.output import DONE, FAILED, PARTLY, counted
from local.cli.stream import Event


def exit_code_of(final: Event, images: bool = True) -> int:
    """0 every recipe saved, with a picture of its own where that was asked for; 4 none saved; 3 between."""
    data = final.data
    saved = data.get("savedRecipes", data.get("recipesCompleted", 0))
    if saved == 0:
        return FAILED
    whole = saved == data["totalRecipes"] and final.name == "complete" and data["success"]
    pictured = not images or data["imagesGenerated"] == data["totalRecipes"] if whole else False
    return DONE if whole and pictured else PARTLY


def final_line(final: Event) -> str:
    data = final.data
    if final.name == "error":
        saved = f"{data['recipesCompleted']} of {data['totalRecipes']} saved"
        return f"failed while {data['phase']}: {data['error']} ({saved})"
    pictures, placeholders = (
        counted(data["imagesGenerated"], "picture"),
        counted(data["placeholderCount"], "placeholder"),
    )
    line = (
        f"{data['savedRecipes']} of {data['totalRecipes']} recipes saved, {pictures}, {placeholders}, "
        f"{data['totalTime'] / 1000:.1f} s"
    )
    return "\n".join([line, *(_why(error) for error in data["errors"])])


def _why(error: dict[str, object]) -> str:
    position = error["position"]
    where = "batch" if position is None else f"recipe {int(str(position)) + 1}"
    return f"  {where}: {error['reason']}"
