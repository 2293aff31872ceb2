"""A demand and its reply, taken apart once for every check."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from huying.language.danger.folding import fold
from huying.language.replies.clauses import Clause, Kind, Sentence, is_checkable, letters_in, sentences_of

_ODD = re.compile(r"[一-鿿０-９Ａ-Ｚａ-ｚ]+")
_CITED = re.compile(
    r"《[^》]{2,60}》|第[一二三四五六七八九十百零\d]+条|[〔\[［（(【]\s*(?:19|20)\d\d\s*[〕\]］）)】]\s*第?\d+\s*号|(?:GB|HJ|DB|JGJ|CJJ)[/T]*\s?\d+"
)
# In the field that asks for a norm, its name is enough.
_NAMED = re.compile(r"[一-龥]{2,}(?:法|条例|办法|规定|细则|规范|规程|标准|意见|通知|方案)")
# What a unit says of itself or teaches everybody: true, and no answer.
_BESIDE = re.compile(
    r"近年来|多年来|历年来|今年以来|一直以来|以来，|随着.{2,20}(?:发展|增长|推进)|累计|同比|显著|明显(?:提升|改善|好转)|持续(?:改善|提升|优化|攀升)|"
    r"不断(?:增强|提升|优化|完善)|日益|取得.{0,8}(?:成效|效果|成绩|成果)|获评|荣获|授予|先进|示范|称号|好评|得到.{0,8}认可|文明城市|品位|"
    r"满意度|覆盖率|参保率|优良天数|(?:达到?|居)全[国省市区县]|总投资|总建筑面积|占地|建成后|注册资本|(?:成立|创办|始建)于|总户数|全长|"
    r"现有.{0,12}(?:\d|名|个)|发放.{0,6}(?:资料|手册)|宣传|宣讲|开展.{0,10}(?:活动|行动)|出台.{0,8}(?:措施|政策|意见)|推行|"
    r"(?:重大|重要|积极)(?:意义|作用|贡献)|广大(?:居民|市民|家长|群众|用户|业主|车主|驾驶人|骑行人|参保人员|旅客|经营者|学生)|"
    r"(?:请勿|切勿|不要|注意)(?:轻信|私自|擅自|倚靠|超载|惊慌|翻越|观察|现场|遵守)|应当(?:自觉|尽早|佩戴|注意|树立)|自觉遵守|倡导|"
    r"是(?:国家|法定|深受|一项|我国|指).{0,30}(?:制度|方式|活动|行为|法规)|(?:实行|采取).{0,12}(?:相结合|制度)"
)
# What ties a sentence to this very order.
_THIS_CASE = re.compile(
    r"现场查看|到(?:现场|您|你|该|小区|场)|责令|约谈|立案|罚款|处罚|退还|退回|退款|补发|修好|修复|补好|更换|整改|复查|复测|复检|"
    r"您(?:家|的|可|父|母|爷|户)|该(?:店|工地|处|路段|车辆|公司|厂|户)|已(?:于|在|经|将|装|移|修|改|清|与|补|责|按)"
)


def plain(words: str) -> str:
    """Return words simplified and half width, each character in its place; marks stay as they are."""
    return _ODD.sub(lambda run: fold(run[0]).plain, words)


@dataclass(frozen=True)
class Text:
    """A demand and its reply; ``basis`` is what the form calls 办理依据."""

    demand: str
    reply: str
    basis: str

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The reply's sentences."""
        return sentences_of(self.reply)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """The reply's clauses."""
        return tuple(clause for sentence in self.sentences for clause in sentence.clauses)

    @cached_property
    def matter(self) -> tuple[Clause, ...]:
        """The clauses that are no formula."""
        return tuple(clause for clause in self.clauses if clause.kind is Kind.MATTER)

    @cached_property
    def checkable(self) -> int:
        """How many clauses say something that can be checked."""
        return sum(is_checkable(clause.text) for clause in self.matter)

    @cached_property
    def substance(self) -> int:
        """How many letters are left when formulae are cut."""
        return sum(letters_in(clause.text) for clause in self.matter)

    @cached_property
    def letters(self) -> int:
        """How many letters the reply has."""
        return letters_in(self.reply)

    @cached_property
    def beside(self) -> tuple[Sentence, ...]:
        """Sentences of substance that boast or teach, and touch nothing of this order."""
        return tuple(
            sentence
            for sentence in self.sentences
            if sentence.is_matter and _BESIDE.search(sentence.text) and not _THIS_CASE.search(sentence.text)
        )

    @cached_property
    def answer(self) -> str:
        """The sentences that may answer: of substance, and not beside the point."""
        beside = {one.start for one in self.beside}
        return "".join(one.text for one in self.sentences if one.is_matter and one.start not in beside)

    @cached_property
    def is_cited(self) -> bool:
        """Whether the reply or its basis names a norm."""
        return bool(_CITED.search(self.reply) or _CITED.search(self.basis) or _NAMED.search(self.basis))

    def sentence_at(self, place: int) -> Sentence:
        """Return the sentence that holds a place of the reply."""
        return next(one for one in self.sentences if place < one.end)
