"""English words that are also names, or that a name model likes to take for one. Data for document memory.

Memory spreads a finding over the whole conversation, and would spread a mistake as far: one "Reading Goal" taken for
a person must not remove every "Reading". A word listed here is only followed when something beside it says that it
is a name (another word of the name, a title, a possessive). It is about capitalised words: "Walker" or "Jordan" in
the middle of a text that knows a Jordan Walker is that person, so such words do not stand here.
Lower case, three letters or more.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ALSO_NAMES = _words("""
    ace amber angel april art ash august autumn basil bill blue brandy buck buddy candy case cash chance charity chase
    chip christian clay cliff coral crystal daisy dale dawn dean destiny dot drew duke earl eden emerald faith fern
    flora forest frank gene genesis ginger glen grace grant guy harmony haven heaven holly honey hope hunter iris
    ivory ivy jack jade jet jewel jewels journey joy june justice king lane legend lily love lucky major mark marsh
    mason
    may mercy merit miles
    misty olive opal pansy pat patience peace pearl penny pepper pierce poppy prince princess queen ray read reed
    reign rich river rob robin rocky roman romeo rose royal ruby rusty sage sandy skip sky spring star sterling storm
    sue
    summer sunny temple tiger timber trace trinity van viola violet ward will willow winter
    ball banks bass beach bean bear bell berry best birch bird bishop black blank bond book booth boys bridge bridges
    brook brown burns bush castle chamber church clark close coffee cook cotton court crane cross curry day deal
    dollar drake driver early english farmer field fields finch fish flowers ford foster fountain fox french friend
    frost gardener gates german gift gold golden good grass gray green grey groves guest hall hand hardy hart harvest
    hawk hay head high hill hills holiday horn house hunt hurt judge keys kitchen knight lake lamb large law lawn leaf
    light little lock long lord low march masters meadows means mill mint money monk moody moon moss mountain nail
    noble north oaks page painter park parks pike plant pope post powers price priest pride purple rains reader
    reading rice rivers rock root rush savage school self senior sharp shepherd sheriff shore short silver singer
    slate small smart smith snow south speaker spears steel stone street strong sweet swift teacher towns trainer
    valentine wall warden waters weeks west white wild wilder wise wolf wood woods worth young
""")

_PLACES = _words("""
    africa america asia boston china colorado dallas denver england europe florida france germany houston india
    indiana ireland italy kenya london mexico minnesota oregon seattle spain tacoma texas washington york olympia
    renton vancouver spokane yakima
""")

_SCHOOL_AND_OFFICE = _words("""
    academic academy accommodation accommodations action adaptive admin administrator agency agenda aide algebra
    alternative annual applied arts assessment assistant associate attendance audiologist autism basic behavior
    behavioral benchmark benefits biology board budget building bus calendar campus care center certificate child
    children class classroom client clinic coach college community compliance conference consent contact coordinator
    council counselor county course courts custody daily data date daycare dear deficit delay department description
    desk details development developmental diagnosis director disability district draft education educator elementary
    eligibility email emergency employee enrollment equity evaluation evaluator event exam excel experience family
    father federal fine first fluency focus form foundations free friday full general goal goals google grade grades
    grandma grandpa grandfather grandmother group guardian guidance guide health hello hearing help history home
    homework hospital human inclusion independent individual individualized infant information initial insurance
    interim intervention journal junior kids kindergarten lab language lead learner learning lesson letter level levels
    library life list literacy lunch manager math mathematics medicaid medical meeting mental middle mild model
    moderate mom monday mother motor music name national needs neighbor note notes notice nurse nursing objective
    objectives observation occupational office officer only oral order orthopedic outlook parent parents part patient
    payroll peer person personal phone physical placement plan play please policy practice preschool present principal
    private procedural procedure process program progress project protocol psychologist public pupil quarter question
    questions reason recess record records referral regards registrar related report request required resource
    response results review risk room safety sample saturday schedule scholastic science score secretary section
    service services session severe sibling signature sincerely sister skill skills social special specialist speech
    spelling staff standard standards state status student students study subject summary sunday superintendent
    supervisor support survey target task team tech technology term test thanks therapist therapy thursday title today
    toddler topic total training transition transportation treatment tuesday tutor unit update vision visit visual
    vocabulary wednesday weekly word words work workshop writing written year zoom zones
    january february july september october november december
    american asian hispanic jewish latino native pacific somali spanish russian ukrainian vietnamese chinese japanese
    korean arabic microsoft apple amazon facebook instagram chatgpt claude gemini copilot openai windows canvas
""")

PARTICLES = _words("""
    al bin bint d da das de del della den der di do dos du e el ibn la las le lo los of san santa st ten ter van vande
    von y zu
""")
"""Words inside names that are no names: "de la" belongs to "Xochitl de la Cruz" only with the rest beside it."""

_PARTS_OF_NAMES = PARTICLES | _words("""
    and for the saint abu abd mac mrs miss sir madam sra srta dra prof doc rev hon iii uncle aunt auntie mama papa
    daddy abuela abuelo
""")

_FUNCTION_WORDS = _words("""
    about after again all also any are ask because been before both but call can come could did does done each ever
    every from gets give goes has have her here hers him his how into its just keep last let like look made make many
    might more most much must need new next non not now off old one our out over own per put said same saw say see seem
    she should show since some soon such take tell than that their them then there these they this those though through
    too two under until upon use very want was way well went were what when where which while who whom whose why with
    within without would yes yet you your
""")

WORD_NAMES = _ALSO_NAMES
"""Those of them that are names as often as words."""

ORDINARY_WORDS = _ALSO_NAMES | _PLACES | _SCHOOL_AND_OFFICE | _PARTS_OF_NAMES | _FUNCTION_WORDS
"""All of them."""

INSTITUTION_WORDS = _words("""
    academy ave avenue blvd boulevard bridge building campus center centre church city clinic college county court
    creek district drive elementary foundation hall heights high highway hospital institute island junior lake lane
    library medical memorial middle mountain museum park place preschool primary river road school square station
    street university valley
""")
"""Words that make a place of the capitalised word before them: "Franklin Elementary", "Jordan River"."""
