"""The topics of the guide about what the bot can do besides rolling."""

from __future__ import annotations

from bot.services.guide.model import Topic
from bot.texts import N_

BOT_TOPICS = (
    Topic(
        "saved",
        N_("Saved rolls"),
        N_(
            "`/saved add attack 1d20+5` saves a roll that you can use on every server. Roll it with "
            "`/roll @attack`, or even `/roll @attack adv + 2`.\n"
            "Save numbers the same way: `/saved add str 3`, then `/roll 1d20 + @str`.\n"
            "A name that nobody has saved is a value that you give when you roll: after "
            "`/saved add smite 1d8 + (@level)d8`, type `/roll @smite 3` or `/roll @smite level=3`, or only "
            "`/roll @smite` for a form. A game's rolls can be saved, too: "
            "`/saved add hunt v5 @pool h@hunger vs 3`, then `/roll @hunt 7 2`.\n"
            "`/saved list` shows them all, `/saved share` shares one with other players, "
            "and `/saved export` makes a file.\n"
            "Choose “for: this server” to save a roll for everyone here (needs Manage Server)."
        ),
        (),
        words="saved macro macros parameter parameters argument arguments value values form alias aliases "
        "shortcut shortcuts name names variable variables share sharing import export",
    ),
    Topic(
        "characters",
        N_("Characters"),
        N_(
            "`/character add` opens a form: paste your character's values, such as `STR 16 (+3)`, "
            "`Spot Hidden 55` or `attack = 1d20 + @str + 2`, one in each line. Then roll them by name: "
            "`/roll 1d20 + @str`, `/roll @attack`, `/roll coc spot hidden`, `/roll v5 wits+stealth h2`.\n"
            "`/character use` chooses who you play on a server or in a channel, and `/character set` changes "
            "one value. `/character edit` shows them all.\n"
            "Of `STR 16 (+3)`, `@str` is the modifier and `@str_score` the score. If a saved roll has the "
            "same name as a value of the character you use, the character's value counts."
        ),
        (),
        words="character characters sheet sheets attribute attributes ability abilities skill skills stat "
        "stats score modifier value values paste import export pc npc",
    ),
    Topic(
        "table",
        N_("At the table"),
        N_(
            "`/pad` posts a dice pad, where everyone can tap a roll together.\n"
            "Choose who can see a roll with `visibility`: everyone, only you, you and the GM, or only the "
            "GM. "
            "The GM opens a blind roll with **Look** in the menu below it and can reveal it to everyone.\n"
            "The buttons under a roll let you roll again, roll with advantage or disadvantage, see the "
            "odds, or "
            "save the roll.\n"
            "To roll the dice in a message, such as `[[1d20+5]] to hit and 2d6 damage`, open the "
            "message's menu "
            "and choose **Apps**, then **Roll these dice**.\n"
            "With `/settings`, choose the GM role, where secret rolls go, how replies look, and how long "
            "rolls "
            "are kept."
        ),
        (),
        words="table pad panel button buttons touch tap secret blind hidden hide private whisper gm dm game "
        "master visibility look reveal settings setup role channel compact message menu apps",
    ),
    Topic(
        "games",
        N_("Game systems and random tables"),
        N_(
            "Many games are rolled in their own words, such as `/roll v5 7 h2 vs 3` or `/roll coc 55`. "
            "`/system list` names them all, and `/system show` has examples to try. Choose what you play "
            "with `/system choose`, and you can leave out the game's name. `v5 7 h2; 1d20` makes several "
            "rolls in one message.\n"
            "If others can oppose your roll, they press **Answer this roll** below it and type theirs; the "
            "reply says who wins. To roll both sides yourself, write `vs` between them: "
            "`coc 55 vs coc 40`. **Push** and similar buttons roll again what the rules allow.\n"
            "To add a random table to your server, use `/system table` and paste one row in each line; "
            "`[[2d6]]` in a row is rolled. To add a game of your own, give its file to `/system add`. "
            "`/system share` makes a code for other servers. Adding needs Manage Server."
        ),
        (),
        words="game games system systems rules add own custom homebrew homemade file toml upload attach "
        "table tables random loot treasure encounter encounters row rows list share import export answer "
        "oppose opposed contest contested against push pushed reroll willpower several semicolon",
    ),
    Topic(
        "odds",
        N_("Odds and luck"),
        N_(
            "`/odds 4d6kh3` shows the exact odds of every total, with a chart. Use `at_least`, `at_most` or "
            "`exactly` to ask about certain totals, and `versus` to compare two rolls.\n"
            "`/luck` shows how lucky a player has been, and whether that is unusual. You can also open it "
            "from a member's menu, under **Apps**. `/fairness` checks all the dice rolled on a server.\n"
            "The small line under a roll, such as *Luck: best 3%*, says that a roll is among the best or "
            "worst 5% of its kind. In `/settings` you can have it under every roll, or never."
        ),
        (),
        words="odds luck lucky unlucky luckiest fairness fair unfair rigged random chance chances "
        "probability likely average statistics stats chart top bottom",
    ),
    Topic(
        "history",
        N_("Past rolls and privacy"),
        N_(
            "`/history` shows all your rolls, with links to the messages. Narrow them down with `since` and "
            "`search`, or save them as a file for spreadsheets.\n"
            "The GM can see the public rolls of everyone on the server with `which`, or of one `player`. The "
            "result of a blind roll appears once it has been revealed.\n"
            "`/privacy` shows what is stored about you and for how long. You can export or delete it there."
        ),
        (),
        words="history past log earlier old csv table spreadsheet privacy private data stored store "
        "gdpr delete remove forget export",
    ),
    Topic(
        "fair",
        N_("Verifiable rolls"),
        N_(
            "A GM can type `/fair on`. The bot then commits to a secret before the first roll, you add words "
            "with `/fair words`, and each roll follows from both. When the secret is revealed, anyone can "
            "check that no roll was chosen, dropped or changed.\n"
            "Each roll shows its number. *Receipt* in the menu of its message, or `/fair receipt`, gives you "
            "what you need to check it. `/fair status` shows what the bot has committed to."
        ),
        (),
        words="fair rigged cheat cheating fake trust proof prove provably verify verifiable verified receipt "
        "secret commitment",
    ),
)
