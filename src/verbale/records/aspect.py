"""What an undertaking is about, as probabilities: what undertakings of different meetings are compared by."""

import msgspec


class Aspect(msgspec.Struct, frozen=True, kw_only=True):
    """The means over the quotes of one undertaking, or what one statement says.

    Attributes:
        kinds: codes of the codebook with their probabilities, most probable first; what they lack to 1 is not known.
        pillars: codes with their probabilities.
        strengths: probability of each of `vocabulary.STRENGTHS`, in that order; empty when not known.
        figures: values with their units, whatever they measure.
        places: names of places that are named; in English where they are known, else folded.
        both: probability that both sides speak.
    """

    kinds: tuple[tuple[str, float], ...] = ()
    pillars: tuple[tuple[str, float], ...] = ()
    strengths: tuple[float, ...] = ()
    figures: tuple[tuple[float, str], ...] = ()
    places: tuple[str, ...] = ()
    both: float = 0.0
