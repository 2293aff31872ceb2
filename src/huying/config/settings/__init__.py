"""Every setting of the site, one module a subject; values come from the environment, policy from ``policy``."""

from huying.config.settings.applications import *  # noqa: F403  # Django reads settings from one module
from huying.config.settings.citizens import *  # noqa: F403
from huying.config.settings.database import *  # noqa: F403
from huying.config.settings.messages import *  # noqa: F403
from huying.config.settings.model import *  # noqa: F403
from huying.config.settings.records import *  # noqa: F403
from huying.config.settings.security import *  # noqa: F403
from huying.config.settings.sign_in import *  # noqa: F403
from huying.config.settings.watching import *  # noqa: F403
