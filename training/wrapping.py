"""How people wrap a request: a greeting before it, a chat's small talk, something pasted, another request beside it.

A network that learnt from bare requests alone found six in ten of those behind a greeting and three in ten of those
beside pasted material. So every epoch wraps some of the texts anew, requests and innocent ones alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

_BEFORE: Final = """Hi
Hi!
Hello,
Hello there, hope your day is going well.
Good morning!
Good morning, quick question.
hey
hey quick one
Thanks for the help earlier.
Thanks, that was great.
Thank you, that worked. Next thing:
Ok new topic.
One more thing.
Sorry to bother you again.
I have a quick request.
I'm in a hurry so keep it short.
Need this before my 2 o'clock.
It's been a long week here.
You are a helpful assistant.
You are an assistant for school staff. Answer briefly.
I work in the front office of an elementary school.
I'm a second year teacher.
I'm the secretary for special programs.
I'm new in HR at a small district.
Context: middle school, about 600 students.
We are a small rural district.
Quick favor:
Here is what I need.
Can you help me with something?
So, here's the situation.
Let me explain first.
As discussed.
Not sure if you can do this, but:
Buenos días.
Hola, una pregunta.
Hola, gracias por la ayuda de ayer.
Dear assistant,
Happy Monday!
Ok, next.
Back again with another one.
No rush on this.""".splitlines()

_AFTER: Final = """Thanks!
Thank you.
Thanks in advance, this saves me so much time.
thx
Please and thank you.
Keep it under a page.
Keep it short.
Make it sound professional.
Use plain language.
I need it by three.
Let me know if you have questions.
I'll review it before it goes anywhere.
Format it as a table.
Bullet points are fine.
Gracias.
Appreciate it!
No need to explain.
Just the result, no comments.
Double check your work.
Ask me if something is unclear.""".splitlines()

_HEADS: Final = (
    "Notes:",
    "Here are the notes:",
    "See below.",
    "Pasted:",
    "---",
    "Email:",
    "Data:",
    "From the file:",
    "",
)
_MOST: Final = 600
"""Characters of something pasted: more would push the request out of what the network reads."""


def wrapped(rng: random.Random, text: str, pastes: Sequence[str], chance: float = 0.45) -> str:
    """A text as somebody may send it: bare, or with one or two things round it that ask for nothing."""
    if rng.random() > chance or len(text) > _MOST:
        return text
    gap = rng.choice([" ", " ", "\n", "\n\n"])
    way = rng.random()
    if way < 0.4:
        text = rng.choice(_BEFORE) + gap + text
    if 0.3 < way < 0.55:
        text = text + gap + rng.choice(_AFTER)
    if way > 0.55:
        paste = rng.choice(pastes)[: rng.randint(60, _MOST)]
        head = rng.choice(_HEADS)
        text = f"{text}\n{head}\n{paste}" if rng.random() < 0.5 else f"{head}\n{paste}\n\n{text}".lstrip()
    return text
