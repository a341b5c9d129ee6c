package dev.sojourn.dsl.manual

/** An example or more of each word, by its scope; each is compiled. */
final class Examples {
  static final Map<String, List<String>> TOP = [
    name: ["name 'Activation: welcome series'"],
    description: ["description 'Shows new people around in their first week.'"],
    version: ["version 'summer 2026'"],
    enabled: ["enabled false"],
    trigger: ["trigger 'user.created'", "trigger 'order.placed', where { total >= 100 && currency == 'EUR' }", "trigger on: { contact.renewsAt - 30.days }, at: '09:00'\nentryLimit unlimited"],
    entryLimit: ["entryLimit oncePer(30.days)"],
    oncePer: ["entryLimit oncePer(7.days)"],
    once: ["entryLimit once"],
    unlimited: ["entryLimit unlimited"],
    key: ["key 'order.id'"],
    onRepeat: ["onRepeat restart\nentryLimit unlimited"],
    ignore: ["onRepeat ignore"],
    restart: ["onRepeat restart\nentryLimit unlimited"],
    queue: ["onRepeat queue\nentryLimit unlimited"],
    holdout: ["holdout percent: 10", "holdout percent: 10, salt: 'spring'"],
    exitOn: ["exitOn 'user.deleted', 'trial.converted'", "exitOn 'order.cancelled', where { refunded == true }", "key 'cartId'\nexitOn 'cart.checked_out', sameKey: true"],
    category: ["category 'product-news'"],
    suppress: ["suppress 12.hours"],
    sendBetween: ["sendBetween '09:00', '21:00'"],
    quietHours: ["quietHours '22:00', '07:00'"],
    onStopped: ["onStopped skip"],
    priority: ["priority 10"],
    hold: ["onStopped hold"],
    skip: ["onStopped skip"],
    leave: ["onStopped leave"],
    where: ["trigger 'order.placed', where { total >= 100 }", "trigger 'order.placed', where(prop('total').gte(100))"],
    steps: ["steps {\n  sendEmail 'welcome'\n}"],
  ]

  static final Map<String, List<String>> STEPS = [
    contact: ["if (contact.plan == 'pro') {\n  sendEmail 'tips', props: [name: contact.firstName ?: 'there']\n}"],
    event: ["checkpoint \"came by \${event.source ?: 'itself'}\""],
    history: ["if (history.hasEvent('feature.used', within: 30.days)) {\n  exit 'is active'\n}"],
    guard: ["if (!guard.isSubscribed()) {\n  exit 'left all mails'\n}"],
    now: ["if (now() - event.occurredAt > 2.days) {\n  exit 'too late'\n}"],
    when: ["sleepUntil when.next(monday).at('09:00')"],
    date: ["sleepUntil date(contact.renewsAt) - 30.days"],
    sendEmail: [
      "sendEmail 'welcome'",
      "sendEmail 'offer', subject: \"\${contact.firstName}, this is for you\", props: [percent: 20], label: 'first offer'",
      "try {\n  sendEmail 'alert', to: 'team@example.com', onStopped: skip\n} catch (StepFailed failed) {\n  log \"nobody was told: \$failed.message\"\n}",
    ],
    sleepFor: ["sleepFor 2.days", "sleepFor 2.days, label: 'after-welcome'"],
    sleepUntil: ["sleepUntil when.tomorrow().at('09:00'), label: 'next morning'"],
    waitForEvent: [
      "def use = waitForEvent 'feature.used', timeout: 5.days\nif (use.timedOut) {\n  sendEmail 'offer-help'\n}",
      "def paid = waitForEvent 'invoice.paid', timeout: 14.days, where: { amount >= 100 }, lookback: 1.hour, label: 'payment'\nlog \"paid \$paid.properties.amount\"",
    ],
    waitForAny: ["def first = waitForAny 'app.installed', 'friend.invited', timeout: 7.days\nif (first.event == 'friend.invited') {\n  sendEmail 'thanks'\n}"],
    waitForChange: ["def change = waitForChange 'plan', timeout: 30.days\nif (!change.timedOut) {\n  log \"the plan is now \$change.properties.plan\"\n}"],
    digest: ["def viewed = digest event: 'item.viewed', window: 1.day, maxEvents: 20\nif (viewed.count > 0) {\n  sendEmail 'you-looked-at', props: [items: viewed.events*.properties]\n}"],
    throttle: ["if (throttle(limit: 3, window: 7.days).allowed) {\n  sendEmail 'tips'\n}"],
    variant: ["sendEmail variant('subject', 'short', 'long') == 'short' ? 'welcome-short' : 'welcome-long'"],
    trigger: ["trigger 'onboarding.finished', properties: [days: 14]"],
    startJourney: [
      "def tour = startJourney 'product-tour', properties: [plan: contact.plan]\nif (tour.ended(within: 30.days)) {\n  sendEmail 'tour-seen'\n}",
    ],
    setContact: ["setContact onboarded: true, trialEndsAt: null"],
    hold: ["sendEmail 'news', onStopped: hold"],
    skip: ["sendEmail 'news', onStopped: skip"],
    leave: ["sendEmail 'news', onStopped: leave"],
    where: ["def large = where { total >= 100 }\nwaitForEvent 'order.placed', timeout: 7.days, where: large"],
    once: ["def code = once('code') { 'HELP-' + UUID.randomUUID().toString().take(8) }\nsendEmail 'offer-help', props: [code: code]"],
    checkpoint: ["checkpoint 'has seen the product'"],
    exit: ["exit()", "exit 'is a customer already'"],
    startOver: ["def week = (carried.week ?: 1) as Integer\nsleepFor 7.days\nif (week % 4 == 0) {\n  sendEmail 'news'\n}\nstartOver week: week + 1"],
    carried: ["if (!carried.greeted) {\n  sendEmail 'welcome'\n}\nsleepFor 30.days\nstartOver greeted: true"],
    log: ["log \"score \$contact.score\""],
    monday: ["sleepUntil when.next(monday).at('09:00')"],
    tuesday: ["sleepUntil when.next(tuesday).at('09:00')"],
    wednesday: ["sleepUntil when.next(wednesday).at('09:00')"],
    thursday: ["sleepUntil when.next(thursday).at('09:00')"],
    friday: ["sleepUntil when.next(friday).at('09:00')"],
    saturday: ["sleepUntil when.next(saturday).at('10:00')"],
    sunday: ["sleepUntil when.next(sunday).at('10:00')"],
  ]

  static final Map<String, List<String>> HISTORY = [
    hasEvent: ["if (history.hasEvent('feature.used')) {\n  exit 'knows it already'\n}", "def isActive = history.hasEvent('feature.used', within: 7.days)"],
    countOf: ["if (history.countOf('order.placed', within: 365.days) >= 3) {\n  sendEmail 'thanks'\n}"],
    events: ["def last = history.events('order.placed', limit: 5, within: 90.days)\nlog \"\${last.size()} orders, the newest of \${last.first().occurredAt}\""],
    journey: ["if (history.journey('onboarding').completed) {\n  sendEmail 'tips'\n}"],
    email: ["if (history.email('offer').count < 2) {\n  sendEmail 'offer'\n}", "if (history.email('offer').opened) {\n  exit 'knows the offer'\n}"],
  ]

  static final Map<String, List<String>> GUARD = [
    isSubscribed: ["if (!guard.isSubscribed()) {\n  exit 'left all mails'\n}"],
  ]

  static final Map<String, List<String>> MAIL = [
    opened: ["def mail = sendEmail 'offer'\nif (!mail.opened(within: 2.days)) {\n  sendEmail 'offer', subject: 'In case you have missed it', label: 'offer again'\n}"],
    clicked: ["if (sendEmail('offer').clicked(within: 3.days, label: 'click on the offer')) {\n  checkpoint 'is interested'\n}"],
  ]

  static final Map<String, List<String>> HANDLE = [
    ended: ["def tour = startJourney 'product-tour'\ndef end = tour.ended(within: 30.days, label: 'end of the tour')\nif (end.timedOut) {\n  sendEmail 'tour-is-waiting'\n} else if (end.status == 'completed') {\n  checkpoint 'has seen the tour'\n}"],
  ]

  static final Map<String, List<String>> WHEN = [
    next: ["sleepUntil when.next(monday).at('09:00')", "sleepUntil when.next('fri').at('16:30')"],
    nextLocal: ["sleepUntil when.nextLocal('18:00')"],
    tomorrow: ["sleepUntil when.tomorrow().at('08:00')"],
    in: ["sleepUntil when.in(3.days).at('10:00')", "sleepUntil when.in(1.month).at('10:00')"],
    on: ["if (contact.renewsAt) {\n  sleepUntil((when.on(contact.renewsAt) - 30.days).at('09:00'))\n}"],
    tz: ["sleepUntil when.tz('Europe/Berlin').tomorrow().at('09:00')"],
    window: ["sleepUntil when.window('09:00', '17:00').in(1.day).at('20:00')"],
    ifPast: ["sleepUntil when.ifPast('now').nextLocal('09:00')"],
  ]

  static final Map<String, List<String>> LISTS = [
    list: ["list('product-news') {\n  name 'Product news'\n  description 'What is new, twice a month'\n  optIn()\n}", "list 'tips'"],
    cap: ["cap 4, per: 7.days", "cap 1, per: 1.day, category: 'journey'"],
    exempt: ["exempt 'transactional'"],
  ]

  static final Map<String, List<String>> LIST = [
    name: ["list('tips') { name 'Tips and tricks' }"],
    description: ["list('tips') { description 'One idea a week' }"],
    optIn: ["list('beta') { optIn() }"],
    optOut: ["list('tips') { optOut() }"],
  ]

  static final Map<String, List<String>> DAY = [
    at: ["sleepUntil when.tomorrow().at('08:00')"],
    plus: ["sleepUntil((when.next(monday) + 2.weeks).at('09:00'))"],
    minus: ["if (contact.renewsAt) {\n  sleepUntil((when.on(contact.renewsAt) - 1.month).at('09:00'))\n}"],
  ]
}
