"""Move the clock of a process that a rehearsal starts, before anything of it reads the time."""

import os
import time

import time_machine

time_machine.travel(time.time() + float(os.environ["NIGHTS_CLOCK_OFFSET"])).start()
