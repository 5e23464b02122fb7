"""Sets controls of the kernel's test camera: the bus path, then name=value, with underscores for spaces."""

import sys

sys.path.insert(0, "/board/guest")
import vivid  # noqa: E402

bus, *settings = sys.argv[1:]
path = next(path for path, found in vivid.cameras() if found == bus)
vivid.set_controls(path, **{name: int(value) for name, value in (word.split("=") for word in settings)})
