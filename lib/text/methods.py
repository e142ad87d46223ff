"""What every figure means and how it is computed: the texts of "O těchto datech" and of the page on methods."""

from dataclasses import dataclass

from lib.text.messages import Words


@dataclass(frozen=True, slots=True)
class MethodText:
    """One method in one language. Empty strings mean that the part does not apply."""

    key: str
    title: str
    definition: str
    formula: str = ""
    numerator: str = ""
    denominator: str = ""
    unit: str = ""
    example: str = ""
    caveats: str = ""
    source: str = ""


def method_text(words: Words, key: str) -> MethodText:
    """The texts of one method; `key` is that of a sheet.

    Raises
    ------
    KeyError : there is no such method (a mistake of ours, not of a user).
    """
    return {text.key: text for text in method_texts(words)}[key]


def method_texts(words: Words) -> tuple[MethodText, ...]:
    """Every method, in the order a reader needs them."""
    return (
        MethodText(
            "coverage",
            words("Coverage by community plans"),
            words("A municipality is covered on a day when at least one community plan valid that day contains it. A plan is valid from its first to its last day, both included; an extension counts. Several plans count once."),
            words("share of population = population of covered municipalities ÷ population of all municipalities"),
            words("Municipalities (or their inhabitants) contained in at least one plan valid on the day."),
            words("All municipalities (or all inhabitants) of the area."),
            words("municipalities, inhabitants, share"),
            words("An area with 18 municipalities of which 11 are in a valid plan is covered from 11 ÷ 18 = 61 %."),
            words("The number of plans is not coverage: one plan may cover one town or forty municipalities. Plans whose period is not known count in no figure and are listed. Population is that of the nearest known date."),
            words("Evaluation of community plans in the region as of 30 June 2012; the rule on overlaps is ours."),
        ),
        MethodText(
            "area_signs",
            words("Areas side by side"),
            words("One sign per question for every ORP: inhabitants of municipalities with a valid community plan, "
                  "inhabitants whose last plan ends within 12 months, severe gaps with white spots, and the least covered "
                  "need."),
            words("severe gaps = service types and forms with a coverage index below 0.50 or without any capacity"),
            unit=words("share, number of service types and forms, the natural unit of the type"),
            caveats=words("Gaps are against the region's mean, only for types of which the plan wants more. Needs below 5 "
                          "units are too small to be called the least covered. The signs are no score and are not added."),
        ),
        MethodText(
            "plan_change",
            words("Changes between two days"),
            words("New: valid on the later day and not on the earlier one. Ended: valid on the earlier day only. Extended: valid on both days, on the earlier one by its original period, on the later one only thanks to an extension. Unchanged: valid on both days otherwise."),
            "",
            words("Plans valid on at least one of the two days."),
            "",
            words("plans, municipalities"),
            "",
            words("A plan that ended and was followed by another one counts as ended and new, although its municipalities stay covered."),
        ),
        MethodText(
            "coverage_change",
            words("Changes of municipalities between two days"),
            words("A municipality gained cover when a valid plan contains it on the later day and none did on the earlier one; it lost cover the other way round. Where its state is unknown on one of the days, so is the change."),
            numerator=words("Municipalities by what became of their cover."),
            denominator=words("All municipalities of the area."),
        ),
        MethodText(
            "plan_quality",
            words("Quality of community plans"),
            words("Seven yes-or-no criteria of the 2012 evaluation: analysis with SWOT, analysis linked to measures, cost estimate, funding source, monitoring rule, action plan, named coordinator. The latest assessment on or before the day counts."),
            words("share = criteria answered yes ÷ criteria answered yes or no"),
            words("Criteria answered yes in plans valid on the day."),
            words("Criteria answered yes or no; unknown answers are left out of both."),
            words("criteria, share"),
            "",
            words("The criteria say whether a plan has a part, not how good the part is."),
            words("Evaluation of community plans in the region as of 30 June 2012."),
        ),
        MethodText(
            "plan_monitoring",
            words("Monitoring of community plans"),
            words("Measures of a community plan by the state its coordinator declared for a year. Followed are approved plans valid on the day and those that ended in the 12 months before it. Of several reports on one year the latest on or before the day holds; a state of another year is never carried over."),
            words("share of a state = measures in the state ÷ all measures; share done = measures done ÷ measures not cancelled"),
            words("Measures in the state in the year."),
            words("All measures of the plan; for the share done without those cancelled."),
            words("measures, share"),
            words("8 measures: 3 done, 2 under way, 1 not started, 1 cancelled, 1 unknown: 37.5 % of all are done, and 3 ÷ 7 = 43 % of those not cancelled."),
            words("A measure nobody reported on is unknown, not unfulfilled, so the share done is what is known at least; it is not stated when nothing is known. Years run from the beginning of the plan to its end with extensions. The coordinator is that of the ORP of the plan: named when all of its ORP name one, nobody as soon as one of them says so."),
            words("Declared by the coordinators of the plans; the rules are ours."),
        ),
        MethodText(
            "quality_trend",
            words("Trend of plan quality"),
            words("Answers to the seven criteria in every evaluation of a plan, and the share of plans that meet each criterion by the year they were evaluated in. Of several evaluations of one plan in a year the last counts."),
            words("share = plans that meet the criterion ÷ plans with a known answer"),
            words("Plans evaluated in the year with the answer yes."),
            words("Plans evaluated in the year with the answer yes or no; unknown answers are counted apart."),
            words("plans, criteria, share"),
            words("20 plans evaluated, 1 with an unknown answer, 16 with yes: 16 ÷ 19 = 84 %."),
            words("Every year has other plans, so a change of the share is no change of one plan; that stands with the plan. A criterion without an answer in an evaluation is unknown."),
            words("Criteria of the evaluation of community plans in the region as of 30 June 2012."),
        ),
        MethodText(
            "catalogue",
            words("Catalogue of social services"),
            words("A service is listed when it is provided on the day. It counts once for every ORP it declares to serve; where nothing is declared, for the ORP of its first facility."),
            "",
            words("Services provided on the day."),
            "",
            words("services, beds, full-time equivalents"),
            "",
            words("The sum over areas is higher than the number of services, because many serve several areas. Facilities with a secret address are counted and never shown on a map."),
        ),
        MethodText(
            "gap",
            words("Capacity gap by service type"),
            words("Capacity of one service type, form and unit in an ORP compared with the need that follows from the chosen norm. Negative means capacity is missing against the norm."),
            words("need = norm × persons ÷ 1,000; gap = capacity − need; coverage index = capacity ÷ need"),
            words("Capacity valid on the day, in the network or all registered, split among areas by the declared shares."),
            words("Persons of the denominator group of the type (80+ for homes for seniors, for example)."),
            words("the natural unit of the type: beds, or full-time equivalents of direct care; units are never added"),
            words("Two areas with 1,000 and 500 persons and 60 and 15 beds: the mean is 50 per 1,000, the gaps are +10 and −10 and their sum is 0."),
            words("Against the region's mean the gaps sum to zero: they show distribution, never a shortage of the whole region. An area whose capacity is not known is left out and named. Below 200 persons no white spot is declared."),
            words("Reference gap as used in service planning; classes at 0.50, 0.75, 0.90 and 1.10 are ours."),
        ),
        MethodText(
            "contribution",
            words("What services give to areas"),
            words("The capacity of a service valid on the day, divided among the areas it serves. Its parts for one area, "
                  "form and unit add up to the capacity in the gap."),
            words("gives to the area = capacity of the service × share for the area"),
            words("The newest capacity stated up to the day, in the network or all registered."),
            unit=words("the natural unit of the type: beds, or full-time equivalents of direct care; units are never added"),
            caveats=words("Shares are those the service declares; where it declares none, the population of the declared "
                          "areas, and where it declares no area, its seat."),
        ),
        MethodText(
            "gap_by_target_group",
            words("Capacity gap by target group"),
            words("Capacity of services available to a target group, by unit. A service that serves several groups counts whole for each of them; allocated capacity divides it instead, by declared shares or evenly."),
            words("need = norm × persons ÷ 1,000; gap = available capacity − need"),
            words("Capacity of services that declare the group."),
            words("Persons of the age group nearest to the target group; for most groups no better denominator is known."),
            words("beds, or full-time equivalents of direct care"),
            "",
            words("Groups overlap, so the rows do not add up to the total. The age group is a stand-in: the number of people with a disability or at risk is not known by ORP."),
        ),
        MethodText(
            "similar_area",
            words("Similar ORP areas"),
            words("ORP areas are compared by population, age (shares of people aged 65+ and 80+), density and settlement (shares of people in the seat and in municipalities under 2,000 inhabitants). Every feature is standardised over the areas of the region, so that none weighs more because of its unit. The weights and the number of similar areas are assumptions that everybody sees and may change."),
            words("distance = √(Σ weight × (difference ÷ standard deviation)² ÷ Σ weights); features of one weight share it evenly"),
            unit=words("standard deviations; 0 means the same in everything that weighs"),
            example=words("One feature, values 10, 20 and 60: the mean is 30, the standard deviation 21.6, so the first two are 0.46 apart and the last two 1.85."),
            caveats=words("Alike does not mean equally equipped or equally in need. In a small region even the nearest area may be far: look at the distance. An area with an unknown feature is compared with none. As a norm, similar areas give their capacity divided by their people; the area itself is left out and gaps do not sum to zero."),
            source=words("Standardised Euclidean distance; the choice of features and weights is ours."),
        ),
        MethodText(
            "answer",
            words("Cards and gaps"),
            words("A gap is an area, service type and form below the norm, in the unit the network is planned in, of a type of which the plan wants more. A card answers it when both the service type and a target group meet: the card lists the type, and one of its groups is among those the services of this type serve in the area; where there is no such service, in the whole region. With a target group chosen, that group must be among both."),
            words("every card stands in exactly one list: it answers at least one gap, it has no measured gap, or it touches nothing measured"),
            words("Gaps that at least one card answers."),
            words("Gaps of the selected area and target group."),
            words("gaps, activities"),
            words("Homes for older people are short in an area and its services are for older people. A card that lists § 49 and names older people answers the gap; a card for all service types or for all groups does not, nor does one that lists § 49 and names only people at risk of addiction."),
            words("An answer is what a card names, not what it will bring: cards have no amounts and no places, so one card may answer gaps of several areas. Cards for all types, for all groups, for staff or without a group count as an answer to no single gap. Where nobody recorded whom a type serves, the type alone decides and the table says so. Gaps in beds and in FTE are not compared; lists run from the largest within each unit."),
            words("Rule of the product: type and target group must meet; the links of groups are shown on the page of sources and methods."),
        ),
        MethodText(
            "scenario",
            words("Scenario: what if capacity changed"),
            words("Gaps of changed capacities beside those of today. A change adds units to one type, form and unit of an ORP, takes them away or closes all of it; a shift moves allocated capacity between target groups. A scenario is a computation: it changes no data and no other page."),
            words("gap after = capacity after − need; Gini = Σᵢ Σⱼ pᵢ pⱼ |rᵢ − rⱼ| ÷ (2 P² r̄) over ORP areas, p persons, r provision, P all persons, r̄ the mean provision of a person"),
            words("Capacity of the day with the changes of the scenario; an unknown capacity stays unknown, unless it is closed."),
            words("Persons of the denominator group; for the share in white spots those of areas whose class is known."),
            words("the unit in which the type is planned; a change of beds never touches full-time equivalents"),
            words("Two areas with 1,000 and 500 persons and 60 and 15 beds, norm 50 per 1,000: with 5 more beds the second one has a gap of −5 instead of −10 and an index of 0.80 instead of 0.60. Kept at 50, the norm leaves the first one as it was; made anew, it is 80 ÷ 1.5 = 53.3 and the gaps are +6.7 and −6.7."),
            words("A fixed norm answers what the change does; a norm made anew also shows that capacity added anywhere raises what all are compared with. Steps by the rule go to the lowest coverage index against the fixed norm and know nothing of money, sites, staff or reach. The Gini coefficient sees no differences inside an ORP."),
            words("Gini coefficient weighted by persons (the usual formula); steps: greedy maximisation of the lowest index; the rule is ours."),
        ),
        MethodText(
            "lens",
            words("Four lenses of need"),
            words("Four answers to one question, side by side: how much capacity there is per person, how far it is from a norm, how far from a planned capacity, and how far from what pending requests ask for. They measure different things and are not blended into one score."),
            words("provision = 1,000 × capacity ÷ persons; gap against the norm = capacity − need; gap against the target = capacity in the network − target; requests: adjusted = A × (1 − d) × e, wait = adjusted ÷ (τ × C), capacity for the acceptable wait = adjusted ÷ (τ × W), gap = −max(0, that capacity − C)"),
            words("Capacity valid on the day; requests pending at the last date not after it; the target of the nearest year not before it."),
            words("Persons of the denominator group; for requests the places that become free in a year."),
            words("the planning unit of the type: beds, or full-time equivalents of direct care; requests; years"),
            words("40 requests, half of them duplicates, 60 % of the rest eligible: adjusted 12. With 15 beds of which 30 % become free in a year the wait is 12 ÷ 4.5 = 2.67 years; to keep it at one year it takes 12 ÷ 0.3 = 40 beds, so 25 are missing: −25."),
            words("d (duplicates), e (eligible), τ (turnover) and W (acceptable wait) are assumptions with a range; from and to combine their extremes, so they are far apart. Requests are per type and stand with its main form only (of several: residential before outpatient before field); they are never a number of missing places. The queue is taken as steady: new requests in a year are not in the data, so whether it grows is not known. For the region requests and capacity are summed first. Targets are those of the data, whatever they rest on; development intents are not in the data, so no expressed gap is stated. Negative means missing in every lens."),
            words("Provision and reference gap as used in service planning; the queue by Little's law; all ranges are illustrative until a region publishes its own."),
        ),
        MethodText(
            "sensitivity",
            words("Sensitivity to assumptions"),
            words("The class of a gap worked out again under every other norm, with the other capacity (network or all registered), and with the denominators of the other sets of assumptions; and whether requests show missing capacity over the whole range of the assumptions."),
            words("robust = the same class under everything tried, and the gap by requests missing, or not missing, over its whole range"),
            words("Trials that give another class; the column names them."),
            words("Trials that give a class; a norm that does not exist for a type says nothing."),
            "",
            words("A capacity of 45 beds against a mean of 50, a median of 50 and a best third of 60 has the indices 0.90, 0.90 and 0.75: in line, in line and slightly low, so it depends on the norm."),
            words("Below 200 persons or 5 units chance decides much: such a cell is never called robust, and its capacity is shown as a count with a 95 % interval. Trials change one thing at a time."),
            words("Class limits at 0.50, 0.75, 0.90 and 1.10 as in the gap; the rule of robustness is ours."),
        ),
        MethodText(
            "profile",
            words("Figures of the area profile"),
            words("Figures of other pages for one ORP beside the region's mean, the range of all ORP areas, the areas like it and its own past. Nothing is computed anew: coverage is that of the page on coverage, provision and gaps those of the page on gaps against the region's mean."),
            words("range = least and most of all ORP areas; middle half = from the quarter to three quarters of them, linear between neighbours"),
            unit=words("share, number of types and forms, units per 1,000 persons of the type's own denominator"),
            example=words("Four areas with 10, 20, 30 and 60 beds per 1,000: the range is 10–60, the middle half 17.5–37.5."),
            caveats=words("The region's mean is that of all its people or all its capacity; of severe gaps, the plain mean of ORP areas. The mean of similar areas is plain. A small number (below 5 units or 200 persons) is shown as a count, and is neither better nor worse when its interval holds the mean. The past is of the same day a year earlier in the same release, and of the same day in the release before; a rate that had another denominator then is not stated. Better and worse say what the plan wants, not how people work."),
            source=words("Spine chart as used in public health profiles; the choice of figures is ours."),
        ),
        MethodText(
            "reach",
            words("Reach of services and white spots"),
            words("What each municipality has within the limit of reach. Residential and outpatient services count at the municipality of their facilities, field services in the territory they declare, never by distance. A white spot is a municipality with people of the denominator and nothing in reach; a facility exactly at the limit is in reach."),
            words("people of i going to j: P(i)·w(i,j) ÷ Σ w(i,·); rate of j: R(j) = S(j) ÷ Σ people going to j; capacity in reach of one person: A(i) = Σ R(j)·w(i,j) ÷ Σ w(i,·); hence Σ A(i)·P(i) = Σ S(j). Weights w: 1 up to a third of the limit, 0.68 up to two thirds, 0.22 up to the limit. Without dividing by Σ w(i,·) it is E2SFCA, with all weights 1 as well 2SFCA."),
            words("Capacity S of a service on the day, in the network or all registered, divided equally among its facilities, never multiplied by them."),
            words("People P of the age group of the type's denominator in the municipality, by the nearest known date."),
            words("municipalities, inhabitants, km or minutes; capacity in the unit of the form, beds and full-time equivalents never together"),
            words("Two places of 10 beds lie on either side of a municipality of 100 people, each in another one of 100. Half of the middle goes to each: 10 ÷ 150 = 66.7 beds per 1,000 everywhere, and 3 × 100 × 10 ÷ 150 = 20 beds in all."),
            words("Distance is a straight line between points of municipalities, unless the data hold travel times. Services outside the region are unknown, not absent: where the border is within the limit and nothing inside is, the municipality is no white spot. An amount that is not known makes access unknown, never zero. Facilities with a secret address have no place. Being in reach says nothing of free places, of quality, or of who may use the service."),
            words("Luo and Wang 2003 (2SFCA), Luo and Qi 2009 (E2SFCA and its weights), Páez, Higgins and Vivona 2019 (balanced: people are divided by weights standardised by rows). In the second step we use the same shares, because then access is capacity per person; Páez et al. standardise by columns there."),
        ),
        MethodText(
            "progress",
            words("Progress of the plan"),
            words("Progress is what the guarantor of a card declares; the cards have no indicator. The latest report on or before the day counts. A card belongs to the goal in its code; links to other goals are never counted twice."),
            words("time elapsed = (day − start) ÷ (end − start); lag = time elapsed − declared progress"),
            words("Cards in the state."),
            words("Cards of the goal without those cancelled or replaced."),
            words("activities, per cent"),
            words("A card of 2014–2017 has used 62 % of its time on 30 June 2016; with 25 % declared it lags by 37 points."),
            words("A card without a report is unknown, not zero. What is silent, late or without evidence is a signal of its own. A card lags behind when its lag exceeds the limit of the reporting rules. Where a report gives a state without a per cent, a card not started counts 0, one in preparation 10 and one done 100; a running card without a per cent is unknown."),
        ),
        MethodText(
            "reporting",
            words("What is to be reported"),
            words("A report is good for as many months as the rule of reporting says, 12 unless the data set another number; the last day of that time is the day to report by. A card nobody has reported on is counted from the first day of its period. A card waits for a report from the day after."),
            words("report by = the last day on which the last report is not older than the rule"),
            unit=words("day"),
            example=words("A card last reported on 30 June 2015 is to be reported by 30 June 2016 and waits from 1 July 2016."),
            caveats=words("Cards done or cancelled wait for nothing. A milestone is to be reported when its day has come, as last moved by a decision known on that day, and it has not been reached."),
            source=words("The number of months is our proposal; the data may set another."),
        ),
        MethodText(
            "signal",
            words("Signals of cards"),
            words("A signal says whom to ask and about what; it judges nobody. No report in time: the last report (of a card never reported, its first day) is older than the limit. No guarantor: nobody holds the role on the day. Overdue: the last day of the card has passed and its last state does not close it. Lagging: time elapsed exceeds declared progress by more than the limit. Milestone passed: the day a milestone is planned for, moves counted, has passed and it was not reached. No evidence: the last report says running, done or continuous, with neither a link nor a file."),
            words("raised since = the first day of the time without a break in which the condition holds, counted from dates of reports, guarantors, milestones and their moves"),
            words("Signals of the kind; a card that raises several counts in each."),
            "",
            words("signals, days"),
            words("With a limit of 6 months a report of 31 August is fresh to 28 February (29 in a leap year) and the signal is raised from the next day."),
            words("Every limit is inclusive: a report exactly as old, a lag exactly as large and a milestone planned for the very day raise nothing. A suspended card is not excused: somebody must say for how long. A continuous card is never overdue or lagging. A card done raises only the lack of evidence, a cancelled one nothing, one that has not begun nothing. Unknown progress is no lag. The limits are rows of the data (reporting_rule), else the usual ones; those in force stand in the note under the table."),
        ),
        MethodText(
            "rollup",
            words("Roll-ups of cards"),
            words("The cards of the plan summed up by what they name. By goal and by responsibility a card stands in one row; by service type, target group and ORP in every row it names, so rows add up to more than the plan. The row of the whole plan counts every card once."),
            words("share done = cards done ÷ cards not cancelled; difference = mean time elapsed − mean declared progress"),
            words("Cards of the row in the state; a card stands in exactly one state or among the never reported."),
            words("All cards of the row; for the share done and the means without those cancelled or replaced."),
            words("activities, per cent"),
            words("46 cards, 4 done, 2 cancelled: 4 ÷ 44 = 9 % done. Cards with 20 % and 70 % declared and 50 % and 60 % of their time elapsed: 45 % declared, 55 % elapsed, 10 points behind."),
            words("Both means are over the same cards: those whose progress is known; the rest is unknown, not zero. A card done counts 100, so a row may be ahead of time. Cards for all service types and for none have rows of their own; what a card does not name is no row's. An ORP is named where the card is about a place in it."),
        ),
        MethodText(
            "fulfilment",
            words("Fulfilment in the region's three words"),
            words("The states of cards in the words of the region's reports: done is fulfilled; preparing, running, suspended and continuous are in progress; not started is not fulfilled. A card nobody has reported on is not stated, and never not fulfilled. Cards cancelled or replaced are left out."),
            words("share = cards of the word ÷ cards not cancelled"),
            words("Cards whose last declared state belongs to the word."),
            words("Cards of the row without those cancelled or replaced; cards not stated are in it."),
            words("activities, share"),
            words("46 cards, 2 of them cancelled, 4 done, 15 never reported: 4 ÷ 44 = 9 % fulfilled, 15 ÷ 44 = 34 % not stated."),
            words("A continuous activity has no completion: it is in progress as long as it goes on, and whether a year of it was fulfilled is not in the data. The words are coarser than the states: work that is suspended looks like work that runs."),
            words("Three words used in the reports of regions (Olomouc Region); which state belongs to which word is our choice."),
        ),
        MethodText(
            "moved",
            words("What moved between two days"),
            words("Every card stands in exactly one row: done, moved forward, reported for the first time, back, suspended, cancelled, another change, without a change. The state decides; within one state declared progress does. What happened on the earlier day does not count, what happened on the later day does."),
            words("change of progress = progress on the later day − progress on the earlier day"),
            words("Cards by what became of them."),
            words("All cards of the plan; both days must belong to the same plan."),
            words("activities, percentage points"),
            words("A card running with 40 % that runs with 70 % moved forward by 30 points; one that ran and is in preparation went back, whatever its per cent."),
            words("Another change is a new report, signal, milestone or guarantor while state and progress stay; a signal may appear because time has passed. Progress that was unknown on one of the days is no change of progress. A milestone is missed when its planned day, as known on the later day, passed between the days and it was not reached."),
        ),
        MethodText(
            "activity",
            words("Activity cards"),
            words("The 46 cards of the annex to the medium-term plan 2014–2017: code, title, linked goals, service types, period, responsibility, funding and target groups as the document has them. Summaries are ours."),
            "", "", "", words("activities"), "",
            words("The main goal of a card is the number in its code. Paragraphs that are not service types stand in a note."),
            words("Medium-term plan for the development of social services of the Liberec Region 2014–2017, annex 1."),
        ),
        MethodText(
            "meetings",
            words("Bodies, meetings, opinions and tasks"),
            words("Who sits in a body, what a meeting dealt with, who has spoken on an item and how a task stands, all as known on the chosen day. What was said, decided or reported later is not counted."),
            words("days overdue = the day − the day the task was due, for tasks nobody has reported as done or cancelled"),
            words("Groups that have spoken on an item up to the day."),
            words("All territorial steering groups, whether they have spoken or not."),
            words("bodies, opinions, tasks, days"),
            words("A task due on 30 June is not overdue on 30 June and is overdue by 1 day on 1 July."),
            words("A body that has not spoken neither agrees nor disagrees. Items of a group of one ORP go no way of ten groups: their counts do not apply. The description of the structure has no date, so what it says of the triad holds from the day it was read; before that day it is shown as a later finding. Planned meetings are shown for 12 months ahead. A meeting opens with the tasks its body gave earlier, without those the last meeting saw closed."),
            words("Description of the coordination structure of the region; evaluation of community plans as of 30 June 2012; the rules for tasks are ours."),
        ),
        MethodText(
            "saved_packs",
            words("Saved packs for meetings"),
            words("A pack is saved as what was chosen: body, day, areas and parts, and the number of the release it was made from. The figures are not copied: opened again, they are read from that same release, so they are the same."),
            caveats=words("A pack still holds when no table but the saved packs themselves has changed since its release; it is replaced when some table has, and corrected when a later release was published as a correction. A release number means something only in the installation that published it."),
        ),
        MethodText(
            "moved_on",
            words("What changed since a release"),
            words("The tables behind a page are computed twice, from the release looked at and from the newest one, on the same day and for the same area and service type. Listed is every value that differs, and every row that only one of the two has."),
            caveats=words("A value may differ because a table was corrected, replaced, or because a report or record was added since; the list of releases says which."),
        ),
        MethodText(
            "comment_settled",
            words("Comments on drafts of plans and their settlement"),
            words("Comments of organisations on the draft of a plan made up to the day, each as it was settled last up to the day. A comment is shown once somebody has checked that it holds no personal data."),
            caveats=words("A settlement may be changed by a later one; both stay, the later one holds. Of the sender only the organisation and the day are kept. Comments that were refused because of personal data are not here; how many there were is told on the page."),
        ),
        MethodText(
            "comment_count",
            words("Comments by settlement"),
            words("How many comments made up to the day were accepted, accepted partly, not accepted, or not settled yet."),
            words("share = comments settled this way ÷ all settled comments"),
            words("Comments settled this way."),
            words("Settled comments of the consultation. Those not settled are counted apart and are in no percentage."),
            words("comments, per cent"),
            words("20 comments, 3 of them not settled: of 17 settled, 9 accepted are 53 %, 5 accepted partly 29 % and 3 not accepted 18 %."),
            words("Each comment counts once, whatever its length and whoever made it."),
        ),
        MethodText(
            "stored",
            words("Table of the data package"),
            words("Rows as published in the release, with their sources."),
        ),
    )
