namespace Linchpin.Demo;

/// <summary>What one session was about, in the words of its worker.</summary>
internal sealed record DemoTopic(IReadOnlyList<string> Agenda, string Data, string Assessment, string Plan, string Agreed, string Next);

/// <summary>Words of the demo programme. Invented, as everybody in it is.</summary>
internal static class DemoTalk
{
    private static readonly DemoTopic Intake = new(
        ["How the program works, and what you hope for", "Screening of social needs", "Who to call when it gets hard"],
        "First session. We went through consent, how telehealth works and what to do when the connection drops. Client spoke of sleeping badly and of feeling alone with it, and said that coming here was their own decision. Screening of social needs was given today.",
        "Engaged and open. Motivation is their own. Social needs from the screening are talked over below; no thoughts of suicide, asked directly.",
        "Weekly individual sessions. Bring the results of the screening to the care team. Client writes down one good hour of each day.",
        "Meet weekly; one good hour written down each day.", "Look at the list together; begin the plan.");

    private static readonly DemoTopic LostHome = new(
        ["Where you slept, and where tonight", "What has to happen in the next two days", "Your medicine and your papers"],
        "Client joined from a shelter on a borrowed phone. The lease was not renewed and the locks were changed on Sunday; belongings are with a neighbor. Client was ashamed to say it and relieved once it was said. Three nights in the shelter so far, the bed is kept until Friday.",
        "Acute loss of housing in week five. Craving has risen and was named without being asked. Protective: the daughter knows, medicine is at hand, client came today in spite of it all.",
        "Case manager today for coordinated entry. Daughter keeps the papers. Extra check-in call on Friday. Craving plan: call before, not after.",
        "Case manager calls this afternoon; check-in call Friday at noon.", "Coordinated entry; where the belongings can stay.");

    private static readonly DemoTopic NewRoom = new(
        ["The new room, and how the nights are", "House rules and curfew", "What should stay the same"],
        "Client joined from the new room, showed the window and the kettle. Moved in on Saturday. Sleep is better, the first week had one hard evening, called the sponsor before and not after.",
        "Housing is steadier, if for a time only. Use of skills under stress is clear progress.",
        "Keep the evening call. Begin the application for a rental subsidy with the case manager; the waiting list is long, so begin now.",
        "Application started by next Tuesday.", "Papers for the application.");

    private static readonly DemoTopic Crossed = new(
        ["Where you are today, and for how long", "The visit, hour by hour", "A way out of it if needed"],
        "Client joined from a relative's house in Pennsylvania, told us so at check-in, and the session was taken over by a colleague who is licensed there. Family visit is tense; client had planned for it and kept to the plan.",
        "Good use of planning. No risk named. Client was told why another worker was here, and was fine with it.",
        "Return home on Sunday. Regular worker resumes next week; a hand-over was given.",
        "Text to the sponsor tonight and tomorrow.", "What the visit stirred up.");

    private static readonly DemoTopic Exception = new(
        ["What happened this morning", "Being safe for the next hours", "Who comes, and when"],
        "Client joined from a parking lot in Delaware, crying, after leaving the house in a quarrel; wife had been called. Said more than once that he could not keep himself safe if left alone with it. Supervisor was told; the session went on as an emergency.",
        "Acute distress, no plan and no means. Settled over forty minutes. Wife arrived while we were talking.",
        "Wife stays until tomorrow. Supervisor reads this today. Session again at home, with the place confirmed before it starts. Numbers for where he was were kept at hand and not needed.",
        "Not alone tonight; call at nine.", "What led up to it.");

    private static readonly DemoTopic[] Topics =
    [
        new(["The week since we met", "Evenings after eight", "One thing that helped"],
            "Client described two evenings with strong urges, both after being alone for hours. Walked round the block the first time, called a friend the second.",
            "Urges are noticed earlier than a month ago, and there is a choice between them and the act.",
            "Keep a short list by the door of what to do in the first ten minutes.", "List by the door.", "How the list held up."),
        new(["Sleep", "Phone in another room", "Medicine question for the prescriber"],
            "Sleeping five hours, waking at three. Phone is in bed. Asked whether the new dose is the reason; the question was passed to the prescriber and not answered here.",
            "Sleep is the main stressor at present; mood follows it.",
            "Phone charges in the kitchen for a week. Question sent to the prescriber today.", "Phone in the kitchen for seven nights.", "Sleep diary; what the prescriber said."),
        new(["The shift change at work", "Getting to group on time", "A word with the employer?"],
            "New shift collides with Thursday group. Client fears being let go if they ask. We wrote down what could be said without naming treatment.",
            "Work is both a strength and a strain. Client prefers to ask for themself.",
            "Client speaks with the manager on Monday; a letter is ready if wanted.", "Ask on Monday, before the shift.", "What the manager said."),
        new(["Your mother's visit", "Where the line is", "Saying it out loud"],
            "Rehearsed how to end a visit after two hours. First try was an apology, third was a sentence.",
            "Boundaries are new ground; client laughed at the third try and meant it.",
            "Visit ends at four; text afterwards.", "The sentence, as practiced.", "How it went."),
        new(["A lapse, without shame", "What came before it", "What stands between now and the next"],
            "Client told of one evening of use on Saturday at a cousin's, after nine weeks. Told us before being asked. Threw away what was left.",
            "A lapse, not a return. The hours before it were lonely ones, as in the map we drew together in the first month.",
            "Two calls are set for Saturdays. Group was told by the client. Plan changed: no visits there for a month.", "Saturday calls at five and nine.", "Saturday."),
        new(["Money until the first", "The letter from the electric company", "What can wait"],
            "Read the letter together: a payment plan is offered if called by the 20th. Client had not opened it for a week.",
            "Avoidance eased once it was read aloud. Practical help is what is wanted today.",
            "Call made in the session, plan agreed: three parts.", "First part paid on the first.", "The other letters."),
        new(["The ride to the clinic", "Bus or van", "Trying it once with somebody"],
            "Two appointments missed for want of a ride. The medical van was unknown to the client.",
            "Transportation is the obstacle, not motivation.",
            "Peer specialist rides along the first time.", "Van booked for the next visit.", "How the ride was."),
        new(["What a good day looks like", "Who is in it", "One small part of it this week"],
            "Client spoke for ten minutes about teaching a nephew to fish. Wants one such hour a week.",
            "Hope has a face and a place. Values work fits better than symptom talk today.",
            "Saturday morning at the reservoir, if the weather holds.", "One hour, outdoors, with the nephew.", "The hour."),
        new(["Panic in the supermarket", "Breathing that works when nobody sees", "Going back, a little"],
            "Left a full cart and went home. We practiced paced breathing on camera until it felt ordinary.",
            "Panic without avoidance is the aim; client set the pace.",
            "Go in for one thing, at a quiet hour, twice this week.", "One thing, twice.", "What the second time was like."),
        new(["Reading the plan together", "What is done", "What to drop"],
            "Went through the plan line by line. Client crossed out one goal as somebody else's.",
            "Ownership of the plan is growing.",
            "Plan is rewritten with the client's own words and sent to them.", "Client reads the new plan by Friday.", "Sign it together."),
        new(["The anniversary on Friday", "Being with it, not under it", "Who may know"],
            "Friday is two years since the father's death. Client will cook his dish and wants to do it alone until six.",
            "Grief is present and carried. No risk named, asked directly.",
            "Sister comes at six. Worker's line is at hand.", "Alone until six, then with the sister.", "How Friday was."),
        new(["The forms for the college", "Asking for extra time", "What they need to know, and what not"],
            "Looked at the form of the disability office. Client wants extra time and no story.",
            "Self-advocacy is within reach with the right words.",
            "Letter with the minimum needed is drafted for signature.", "Read the draft; change what is not you.", "Send it."),
    ];

    /// <summary>The topic of a session: the story's own where there is one, otherwise one after the other.</summary>
    public static DemoTopic Of(PlannedSession session) => session switch
    {
        { Outcome: DemoOutcome.Emergency } => Exception,
        { Outcome: DemoOutcome.HandedOver } => Crossed,
        { Sequence: 0, WasHeld: true } => Intake,
        { Client: "curtis", Week: 5 } => LostHome,
        { Client: "curtis", Week: 9, Which: "slot0" } => NewRoom,
        _ => Topics[(DemoIds.Roll($"topic/{session.Client}", Topics.Length) + session.Sequence) % Topics.Length],
    };

    private static readonly Dictionary<(string Domain, string Language), string[]> Said = new()
    {
        [("food-insecurity", "en")] =
        [
            "By the last week of the month it is noodles.", "I eat at work when there is food at work.", "The kids eat. I say that I had something already.",
            "My card runs out around the twentieth.", "I skip breakfast so that there is dinner.", "It is fine until the rent goes out, then I count.",
            "Since the hours were cut I buy what is marked down.", "I stopped asking my mother, she has little herself.",
        ],
        [("food-insecurity", "es")] =
        [
            "A fin de mes no alcanza.", "Primero comen los niños y después vemos.", "La última semana son frijoles y tortilla.", "Compro menos carne que antes, mucho menos.",
            "Mi hermana nos trae algo los domingos.",
        ],
        [("transportation-insecurity", "en")] =
        [
            "Two buses, and the second one only comes hourly.", "The car needs brakes, so it stands there.", "I walk to most things. The clinic is too far to walk.",
            "I depend on my cousin, and he works nights.", "After seven there is no bus back.", "I missed two appointments because the ride never came.",
            "My license is suspended until spring.", "I can pay for one ride a week, no more.",
        ],
        [("transportation-insecurity", "es")] =
        [
            "El autobús no llega hasta allá.", "El carro está parado desde enero.", "Me lleva mi hijo cuando puede.", "Son tres autobuses y una hora y media.",
        ],
        [("utility-insecurity", "en")] =
        [
            "I stopped opening those letters.", "There is a notice on the door, for the electric.", "We are two months behind on the gas.",
            "They gave me until the fifteenth.", "I pay one company a month and let the other wait.", "The water bill doubled and I can't see why.",
        ],
        [("utility-insecurity", "es")] = ["Nos mandaron un aviso de corte.", "Pago la luz un mes y el gas el otro.", "Debemos dos meses de luz."],
        [("interpersonal-safety", "en")] =
        [
            "It is loud at home. Nobody hits anybody, but I sleep with the door locked.", "My roommate throws things when he drinks.",
            "He reads my phone, and then it starts.", "I keep my shoes by the window.", "It is the words more than anything. Every day.",
        ],
        [("housing-instability", "en")] =
        [
            "I never know how long I can stay.", "The lease is up in June and nobody says what then.", "I sleep on my aunt's couch, and her landlord counts heads.",
            "We got a letter that the building is being sold.", "I am behind by a month, and they know where I work.", "It is a room by the week. I pay on Fridays.",
            "My name isn't on the lease, so it is up to him.", "The shelter keeps the bed until Friday. After that I ask again.",
        ],
        [("housing-instability", "es")] = ["El dueño quiere vender.", "Vivimos siete en dos cuartos y no sabemos hasta cuándo.", "Subieron la renta otra vez."],
        [("inadequate-housing", "en")] = ["There is mold behind the bed, and it comes back.", "The heat goes off at night.", "There are mice. The landlord laughed."],
    };

    /// <summary>What a client said of a need. No two of them say the same: who reads several charts would see it at once.</summary>
    /// <param name="nth">How many have said something of that domain in that language before.</param>
    public static string Words(string domain, string language, int nth)
    {
        var words = Said.GetValueOrDefault((domain, language)) ?? Said.GetValueOrDefault((domain, "en")) ?? [];
        return nth < words.Length ? words[nth] : language == "es" ? $"Sí, eso nos preocupa desde hace {nth + 2} semanas." : $"Yes. That has been on my mind for {nth + 2} weeks.";
    }
}
