"""How common words are in technical English, in four bands.

Document frequencies of stems, counted over some 37,000 paragraphs of software documentation
(docstrings, manual pages, HTML and plain text); a word had to occur in three of the four kinds.
The list says no more than "common" to "fairly common": words that are not in it are the content
ones. It also tells typos from words that merely look like another. Kept as stems, as
`interview_sim.matching.stems.stem` gives them, so that nothing has to be stemmed to load it.
"""

from __future__ import annotations

from functools import cache

_BANDS = (
    """
    access add addit address allow appli applic argument array associ attribut automat avail
    avoid base behavior block boolean buffer build byte cal case caus chang charact check
    client close code command compil complet comput condit configur connect contain content
    context control copi correct correspond creat current data default defin depend describ
    detail determin differ direct directori display document effect enabl encod end entri
    environ error evalu event exampl except execut exist expect explicit express extens fals
    field file find first flag follow form format function generat good group handl https
    ignor implement import includ indic inform initi input instanc instead internal key know
    larg last least length less librari limit line list local locat log long match maximum
    memori messag method mode modifi modul multipl node non normal note number object occur
    oper option order origin output packag paramet part pass path perform place point possibl
    present previous print problem process produc program properti provid python rang read
    refer relat remov replac report repres request requir result return run second select send
    separ server set similar singl size sourc special specif specifi standard start state
    store string structur support symbol system target test text time transform tri true type
    unless updat user valid valu variabl version work write
    """,
    """
    abl absolut accept accord across action activ affect algorithm alloc alpha altern amount
    appear append approach appropri arbitrari arg assert assign assum async attach attempt
    authent author bad begin binari bind bit bodi bound break bug cach callback care certain
    certif child choos class clear collect color column combin comment common compar compat
    compon compress consid consist const constant construct constructor continu conveni
    convent convers convert core count creation custom databas date debian debug decim declar
    decod definit delet deprec depth deriv descript design desir destin detect develop devic
    digit disabl distribut doesn domain don doubl due dynam earli easi edit element empti
    encount encrypt ensur entir equal equival exact exit explain export extend extern extra
    extract failur fast featur few fil filenam filter final fix float foo forc forward frame
    free ful fulli futur global great guarante handler happen hash header help high hold host
    http id ident identifi imag immedi implicit improv increas independ index individu insert
    insid instal int integ integr intend interact interfac interpret invalid invoc invok isn
    issu item keep kernel label languag late lead left letter level link linux liter load
    logic look loop low machin macro main maintain manag manual map mark mask mechan member
    minimum miss move multi namespac necessari network newlin next notic numer obtain old omit
    open optim outsid overrid pad page pair parent pars particular pattern period permiss
    platform pleas pointer polici port posit preced precis prefer prefix preserv prevent prior
    privat probabl project proper protocol public purpos queri quot random re real reason
    receiv recommend record recurs reduc region regist regular releas remain repeat represent
    resourc respect respons restrict retriev right root routin row rule runtim sampl save
    script search section secur sequenc session sever share shel short show side sign signal
    signatur signific simpl skip slow smal socket space speed split stack statement static
    status step stop stream strict struct style subsequ success suitabl suppli sure switch
    syntax tabl tag tel templat term termin third thread tool top total translat treat tree
    trigger turn undefin uniqu unit unlik usag util variant various verifi view void wait warn
    width window word wrap
    """,
    """
    abort abstract account accur achiev act adjust administr advanc advantag agent aggreg alia
    alias align alter analysi analyz annot answer app architectur archiv area arithmet ask
    aspect atom attack auto averag awar backend background backslash backup backward bar basi
    bc behav belong benefit beta beyond big blank blue bottom boundari bracket branch browser
    calcul caller cancel capabl captur carri catch categori center central chain channel char
    chunk cipher claus clean cluster cmd colon comma commit communic compact complex compos
    composit concaten concept concern concurr conflict conform confus conjunct consequ
    consider consol constraint consult consum contrast contribut coordin copyright cost
    counter coupl cours cover cross cryptograph cursor curv cut cycl dash david day de deal
    debugg decid decis decompress decrypt delay delimit denot descend descriptor destroy
    diagnost dictionari diff difficult digest dimens dir discard disconnect discov discuss
    disk distanc distinct distinguish divid doc dot download draw drop dst dump duplic durat
    easili ed edg editor effici elimin email embed emit enclos encourag endpoint enforc engin
    enter entiti env escap especi establish examin exceed exchang exclud exclus expand expans
    expens experiment expir expos facil fact factor fal famili far fetch figur filesystem
    finish fit flatten flexibl flow flush former fortran fraction front gain generic git glibc
    goal grant graph graphic guid gzip half hand hardwar head height hello hex hierarchi hint
    histor histori hook horizont hostnam hour human idea illustr impli inclus incom incompat
    incomplet incorrect increment indirect infin infinit inherit init inlin inner inspect
    instruct intent interest intermedi interval introduc introduct invari involv isol iter job
    join journal json keyword kil latest latter layout leav legaci licens linear linker listen
    littl ll lock lookup lose lowercas mail major man manipul manner marker master math matter
    measur mention merg meta metadata minim minor minut mix mod model modif monitor msg
    multipli nativ natur near necessarili negat nest newli nonzero notat notifi nul obj observ
    obvious occurr octet offer offset opaqu openssl operand ordinari organiz os outer overflow
    overhead overlap overridden overview overwrit overwritten owner packet parallel parenthes
    parser parti partial partit passphras password patch peer perl permit persist person phase
    physic pipe pipelin plain plaintext plan plus pool portabl portion post potenti power
    practic pre predic prepar prepend presenc press primari primarili prime princip prioriti
    procedur proceed processor product profil progress prompt propag protect proxi publish
    pure push qualifi question queue quick rais rate ratio raw reach readabl reader readi
    readlin recent recogn red redirect ref referenc reflect regard regardless reject relev
    reli reliabl rememb remot renam render reproduc reserv reset resolut resolv rest restart
    restor retain retri reus revers revis rotat round safe satisfi scalar scale scan schedul
    scheme scope screen secret segment self semant sens seri serial serv servic setup shape
    shift shown silent simplifi simultan site situat slight snapshot softwar solut solv src
    ssh stabl startup stat statist stderr stdin stdout storag str strip strong stuff sub
    subdirectori subject subprocess subscript subset substitut succeed suffici suffix suggest
    suit sum summari suppos suppress surround swap synchron sys tab task temporari tend think
    threshold throw thrown timeout timer timestamp titl token trace track trail transfer
    transit travers truncat trust unchang uncompress underscor understand unexpect unicod
    universal unix unknown unsign unspecifi unus upgrad upper upstream url var vari vector
    vendor verbos vertic virtual visibl visual volum weak web whenev whitespac wide wildcard
    wish won worker world wrapper wrong yield zone
    """,
    """
    ab abbrevi abc abil acceler accident accomplish accumul accuraci acknowledg acquir adapt
    adjac affin afterward aid aim alon alphabet alphanumer ambigu analog ancestor anchor
    anonym anymor anyon anyway anywher apart api approv approxim arbitrarili arc arch aren
    aris arm arrang arriv ascend ascii assembl asynchron attent auth autom auxiliari await
    balanc bash batch baz behind bel believ besid bin bitmap book bootstrap border box brace
    bring builtin bundl bus button bypass ca candid canon cap capac capit cast cat catalog
    caught caution caveat chanc chapter characterist charg charset checksum choic ciphertext
    circumst claim classic clock clone closur cmp collis communiti comp complement complianc
    compliant complic comprehens compressor confirm consecut contigu cooki corner corrupt
    coverag cpu crash credit criterion critic crypto cryptographi ctrl ctx daemon danger
    daniel datetim daylight deactiv dec decreas decrement dedic deep defer deliv delta demand
    demonstr deni deploy despit dest detach diagnos didn die difficulti discourag dispatch
    distutil dpkg drive driver dummi echo effort elaps electron ellipt emb employ emul
    encapsul english enhanc entitl entropi enum enumer epoch err es estim et eventu exec
    exhaust experi expon expr extent extrem face facilit fair fallback familiar fashion fatal
    favor fd feed feedback fine fingerprint focus fold folder font foreground fork formatt
    foundat fourth fragment framework freed freedom frequenc frequent frontend frozen fulfil
    func fundament furthermor gap garbag gather gcc gen geometri glob green grow guess halt
    handi heap helper heurist hexadecim hidden hide hit home honor hope huge hundr hyphen
    ideal idl illeg imagin impact implic impos imposs inc inconsist incur indent infrastructur
    inher inject inod insensit instanti instrument intercept interfer internet interoper
    interrupt invers invert jan java john juli jump knowledg lang latenc latin launch law
    layer leak learn legal len lib libc lie lifetim lift live loader login loos loss ls mac
    magic makefil mandatori margin markup materi mathemat matrix meaning media medium meet
    megabyt membership menu mere met metric michael microsoft middl migrat millisecond mind
    minus mirror miscellan mismatch mistak modern modulo moment month mount movement multibyt
    mutat mutual narrow negoti nevertheless nice notabl notion num obsolet occasion occupi odd
    offici onlin op oppos opposit opt orient outcom outgo outlin overal ownership pack paper
    paragraph past pathnam payload pend percentag perfect perman peter pick pid piec pip pixel
    plane play plugin poor pop popular pos preciz precompil predefin predict preprocess
    preprocessor presum pretti primit printabl printf privileg programm programmat promot
    propos prototyp provis pseudo pul qualiti quantiti quiet race rank rare reachabl realiz
    rebuild recompil recov recreat redistribut redund refresh refus regex regexp registri
    relationship remaind reorder repli repositori research resid resiz respond resum review
    rewrit rewritten ring risk robust role room rough rout runner said salt scenario sec
    secondari seed seek semicolon sensit sequenti serious ship shortcut shorthand shouldn shut
    shutdown simul slash sleep slice slot slowli smooth snippet soft solari sole solid
    somewher sound span speak spec spend squar stabil stage stand standalon stay std stdio
    straightforward strang strategi subexpress submit subscrib substanti substr subtract
    summar sun super superset surfac surpriz suspend symlink symmetr sync syscal tail tar team
    technic techniqu temporarili textual th thank theme theori thereof thin thousand
    throughout tie timezon tk toggl topic tradit traffic transact transmiss transmit transpar
    transport trivial troubl tune typedef unavail unfortun unifi uniform uninstal union
    unlimit unmodifi unnecessari unpack unrel unset unsupport upload uppercas usabl usernam
    utf val varieti ve verbatim verif versa versus vice violat vm vulner wasn week weight
    welcom wheel white widget win wise workaround worri worth writabl writer xml year yourself
    zip
    """,
)


@cache
def _bands() -> dict[str, int]:
    table: dict[str, int] = {}
    for band, words in enumerate(_BANDS):
        for word in words.split():
            table.setdefault(word, band)
    return table


def band_of(stemmed: str) -> int:
    """0 for the commonest words to 4 for all that are not listed."""
    return _bands().get(stemmed, len(_BANDS))


def is_known(stemmed: str) -> bool:
    """Whether it is a word of its own, so not a typo of another."""
    return stemmed in _bands()
