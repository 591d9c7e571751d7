"""Random texts made of pieces of notation, mostly invalid."""

from __future__ import annotations

from hypothesis import strategies as st

_PLAIN = """
d kh kl km k dh dl adv dis ! !! !!p !o !p r ro ra out rk mi ma u f f1 ds even odd cs cf sa sd
vs and or not x if if( floor floor( ceil round abs min max max( twice twice( let
sets sets( widest widest( tallest tallest( sides sides(
+ - * / // % ** ^ ( ) { } , ; [ ] [[ ]] = == < > <= >= <> # . .. : × ÷ − “
[fire] [1,2] r[1,3] =[4..6] [0..9] [hit:1] out=1 rk<=2 kh( (1+1)
@ @str @x @attack @pool @loop >=@str d@str d@pool
0 1 2 6 20 100 0.5 .5 1/3 ½ 9999999999
d6 2d6 1d20 dF d% d66 d22 4d6kh3 w6 3W20 d( 1d8/1d10 {4d6,3d8}
d[1..6] d[1,2..4,a:1] [s+a,2s] d[s+a,2s:1] d[+:1,2a]
"""
WORDS = (
    *_PLAIN.split(),
    *(" with advantage", " drop lowest", " keep 3", " dc 15", " vs ac 15", " to hit", " half"),
    *(" x6", " 5+", "6x ", "6#", "4d6 x6", "5d6 5+", "let x=", " in ", "/roll "),
    *('"', "\t", "\u200b", "\ufffd", "\x00", "\ud800", "٣", "\uff13", "é", "🎲"),
)
"""Pieces of notation; they are also in the dictionary of fuzz/fuzz_notation.py."""


def pieces() -> st.SearchStrategy[str]:
    """Texts made of pieces of notation, mostly invalid: to test errors, and to find crashes."""
    word = st.sampled_from(WORDS)
    return st.lists(st.one_of(word, word, word, st.just(" "), st.characters()), max_size=14).map("".join)
