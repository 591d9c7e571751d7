"""The odds of a text are the chances of what the roller makes of it, weight by weight."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.support.enumeration import enumerate_rolls

from dicewright.limits import DEFAULT_LIMITS
from dicewright.notation.parser import parse
from dicewright.probability.distribution import from_weights
from dicewright.probability.exact import odds, odds_by_roll
from dicewright.numbers import simplest

MODIFIED = [
    "3d4kh2","3d4kl1","4d3km2","5d3km2","3d4dh1","3d4dl2","4d3kh3kl1","4d3dl1dh1","3d4k","2d4adv","1d4adv2","2d4dis","3d4kh2adv","2d6d","2d4kh9", "4d3kh3dl1kl1",
    "2d4!o","2d4!o>=3","2d4!okh1","3d3!o=2dl1",
    "2d4r1","2d4r<=2","3d4ro1","3d4ro<=2kh2","3d4ra4","2d4ra>=3","3d4kh2ra>1","3d4kh2ro1","2d4kl1r1", "3d4ra9",
    "2d6mi2","2d6ma5","3d4mi2ma3","3d4mi3kh2","3d4kh2mi3", "2d4mi2.5",
    "3d4u","2d4u","4d4u","3d6ukh2","3d[1,1,2,3]u","3d4kh2u", "3d4r1u", "2d4ou" if 0 else "2d4!ou", "3d4ukh2mi3",
    "3d6>=5","3d6>5","3d6<=2","3d6<2","3d6=6","3d6<>1","3d6even","3d6odd","3d6>=5f1","3d6>=5f<=2","3d6>=5ds6","3d6>=4f1ds>=5kh2","3d6>=5kl2","3d6kh2>=5", "2d6>=5f1sd", "3d4kh2evenkl1",
    "2d20cs>=19cf1","3d4sa","3d4sdkh2","3d4!osakh2",
]


def check(text, least=Fraction(0), alike=False):
    tree=parse(text)
    want=enumerate_rolls(tree, lambda rolls: simplest(sum(r.total for r in rolls)), least=least, alike=alike)
    got=odds(tree, DEFAULT_LIMITS)
    if not want.cut:
        assert dict((v,Fraction(w,got.denominator)) for v,w in got.items())==want.chances
    else:
        mine=dict((v,Fraction(w,got.denominator)) for v,w in got.items())
        for v in {*mine,*want.chances}:
            a,b=mine.get(v,0),want.chances.get(v,0)
            assert a<=b+want.cut and b<=a+got.missing,(v,a,b)
        assert got.missing<1e-12
    tallies=[]
@pytest.mark.parametrize("text", MODIFIED)
def test_mod(text):
    check(text,least=Fraction(1,3000))
EX=["2d4!","2d3!=2","2d4!<=2kh2","3d3!kh2","3d3!dl1","2d4!!","2d3!!kh1","2d4!p","2d4!pkh1","2d4!>=3","2d4mi2!","2d4mi2!=2","2d4kh1!","2d4!u","2d4!ra4","2d4!adv","2d4!r1","2d4!ro1kh2","2d4!mi2","2d4!>=4f1" if 0 else "2d4!>=4","2d4r1!","2d4!!>=3","2d4!p>=3","2d4mi2!!=2","2d4mi2!p=2kh2","{2d4+1d3}!kh2"]
@pytest.mark.parametrize("text", EX)
def test_ex(text):
    check(text, least=Fraction(1,2000))
OTHER=["1d4+2","1d4-1d4","2d4*2","1d4*1d4","1d4/2","1d4/1d4","1d4//2","1d6//1d4","-1d4%3","1d6%1d3","-1d4","2**1d4","1d4**2","-1d4**2",
"floor(1d6/4)","ceil(1d6/4)","round(1d6/4)","abs(1d4-3)","min(1d4,1d6,2)","max(1d4,1d6)","if(1d4 vs 3,1d6,0)","if(1d4>1,1d6,1/0)" if 0 else "if(1d4 vs 1,1d6,1/0)","if(1d4-1, 1d3, 7)",
"1d20+5 vs 15","1d6 vs 1d4","1d6 vs <=3","1d6 vs =3","1d6 vs <>3","(1d6 vs 3)+1","(1d4)d4","1d(2*3)","(1d3)d(1d3)","(1d4-1)d4kh2","(1d3)d4!o","2d%","4dF","2d[1,1,2]","2d[0..3]","2d[-1,0,1]","2d[0.5,1.5]",
"{1d4+1,2d3,3}kh1","{1d4,1d4,1d4}kl2","{1d4+1,2d3,3}dl1","{1d4+1,2d3,3}km1","{1d4,2d3}>=3","{1d4,2d3,3}>=3f1","{1d4,2d3,3}kh2>=3","{1d4,2d3,3}>=3kh1","{1d4,2d3}","{1d4}","{1d4,2d3,1d4}kh2sa",
"{2d4+1d6}kh2","{2d4+1d6}kl1","{2d4-1d6}kh2","{2d4-1d6}kl2","{2d4-1d4}kh1kl1","{2d4-1d4}kh2kl1","{2d4+1d4}kh2kl1", "{2d4-1d4}kl2kh1","{1d4*2+1d4}kh1","{1d4*1d4}kh1","{1d4-2d3+3}kh2","{2d4kh1+2d6kl1}kh1","{2d4>=3+1d6}kh2","{2d4+1d6}>=3","{2d4>=3+1d6}>=4","{2d4>=3f1+1d6}>=4","{(1d3)d4+1d6}kh2","{2d4+1d6}r1","{2d4+1d6}u","{1d4+1d6}kh1r1","{1d4+1d6}kh1ro>=3","{1d4+1d6}kh1u","{2d4+1d6}sara>=3","{2d4+1d6}ra3","{2d3+1d3}adv","{2d3-1d3}adv","{1d4+1d6}saro1kh1","{{2d4+1d6}kh2+1d4}kh2","{2d4[fire]+1d6[cold]}kh2","{-2d4+1d6}kh2","{2d4+1d6+2}mi2kh2","{2d4//2+1d6}kh2","{1d4-1d6}kh1!o","{1d4+1d6}kh1!o", "{1d4-1d6}!okh2","{2d3-1d3}ukh2",
"2d4[fire]+1d4[cold]","3x 1d4","2x 2d4kh1","1d4;1d6+1","2x 1d4 vs 3; 1d3","{2d4,1d6}kh1+1d4", "0d6", "0d6kh1", "(1d2-1)d1!o",
]
@pytest.mark.parametrize("text", OTHER)
def test_other(text):
    check(text,least=Fraction(1,3000))
