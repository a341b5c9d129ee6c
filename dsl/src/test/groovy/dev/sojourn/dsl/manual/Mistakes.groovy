package dev.sojourn.dsl.manual

/** What authors get wrong, by chapter: what it is, and a script that has it. */
final class Mistakes {
  /** One mistake; {@code source} is the whole file {@code journeys/welcome.groovy}. */
  record Mistake(String what, String source, String shown) {}

  /** Chapters in order, each with its mistakes. */
  static final Map<String, List<Mistake>> ALL = [
    'Words': [
      steps("A word is misspelt", "sendMail 'welcome'"),
      steps("A word of another tool", "send 'welcome'"),
      top("A word of the bottom half stands in the top half", "sendEmail 'welcome'"),
      steps("A word of the top half stands in the steps", "exitOn 'user.deleted'"),
      top("A word is said twice", "trigger 'user.deleted'"),
      top("A word is written like a variable", "name = 'Welcome'"),
      top("A setting is misspelt", "entryLimit onse"),
      top("A setting that there is not", "onRepeat replace"),
      top("A limit in too many words", "entryLimit once per 7.days"),
      top("A word of lists.groovy stands in a journey", "cap 3, per: 7.days"),
      top("Values in brackets", "exitOn ['user.deleted', 'user.banned']"),
      steps("A word is used as a value", "def last = checkpoint"),
      steps("A variable has the name of a word", "def log = 'x'"),
      steps("A name is misspelt", "log contcat.id"),
      steps("Quotes are missing", "sendEmail welcome"),
      top("Quotes are missing around the name of an event", "exitOn user.deleted"),
      steps("The words are looked for on an object", "ctx.sendEmail('welcome')"),
    ],
    'Arguments': [
      steps("A wait has no end", "waitForEvent 'feature.used'"),
      steps("A named argument is misspelt", "waitForEvent 'feature.used', timeOut: 2.days"),
      steps("A named argument that the word does not take", "sendEmail 'welcome', delay: 2.days"),
      steps("An argument is of the wrong kind", "sendEmail 5"),
      steps("A named argument is of the wrong kind", "sendEmail 'welcome', props: 'Ada'"),
      steps("A mail goes to several addresses", "sendEmail 'welcome', to: ['ada@example.com', 'bob@example.com']"),
      steps("A map is given without names", "sendEmail 'welcome', [name: 'Ada']"),
      steps("A digest without a window", "digest event: 'item.viewed'"),
      steps("A digest whose event has no name", "digest 'item.viewed', window: 1.day"),
      steps("A mail's handle without an end", "def mail = sendEmail('welcome')\nif (mail.opened()) { exit() }"),
      steps("A misspelt argument of a mail's handle", "def mail = sendEmail('welcome')\nif (mail.opened(timeout: 2.days)) { exit() }"),
      steps("A throttle without a limit", "throttle window: 1.day"),
      steps("Arms of a test as a list", "variant('subject', ['short', 'long'])"),
      steps("Arms of a test that are the same", "variant('subject', 'short', 'short')"),
      steps("A key of a test with a blank", "variant('the subject', 'short', 'long')"),
      steps("Shares of a test", "variant('subject', 'short', 'long', share: 30)"),
      steps("The same key in a journey without one", "waitForEvent 'order.paid', timeout: 2.days, sameKey: true"),
      steps("A limit that is text", "throttle limit: '3', window: 1.day"),
      top("A number where a duration is meant", "suppress 12"),
      top("Text where true or false is meant", "enabled 'yes'"),
      file("Several events to enrol", "journey('welcome') {\n  trigger 'user.created', 'user.invited'\n  steps { }\n}"),
      top("Too large a holdout", "holdout percent: 60"),
      top("Send hours said twice", "sendBetween '09:00', '21:00'\n  quietHours '22:00', '07:00'"),
      top("A priority below zero without parentheses", "priority -10"),
      top("Too large a priority", "priority 1000"),
      top("A time without two digits", "quietHours '22:00', '7:00'"),
      top("A path that is none", "key 'order id'"),
      top("A period of nothing", "entryLimit oncePer(0.days)"),
      top("A limit without its period", "entryLimit oncePer"),
    ],
    'Durations and dates': [
      steps("A plain number", "sleepFor 1000"),
      steps("A unit is misspelt", "sleepFor 2.dayz"),
      steps("Text for a duration", "sleepFor '2 days'"),
      steps("A space instead of a dot", "sleepFor 2 days"),
      steps("A month as a duration", "sleepFor 1.month"),
      steps("An instant in the past tense", "sleepUntil 2.days.ago"),
      steps("A duration where an instant is meant", "sleepUntil 2.days"),
      steps("A day without its time", "sleepUntil when.tomorrow()"),
      steps("A day that is misspelt", "sleepUntil when.next(mondy).at('09:00')"),
      steps("A day in text that is misspelt", "sleepUntil when.next('mondy').at('09:00')"),
      steps("A time that is none", "sleepUntil when.tomorrow().at('9am')"),
      steps("A zone that is none", "sleepUntil when.tz('Berlin').tomorrow().at('09:00')"),
      steps("A property is counted with as it is", "sleepUntil contact.renewsAt - 30.days"),
      steps("An instant and months", "sleepUntil now() + 1.month"),
    ],
    'Entry on a date': [
      date("The braces are missing", "trigger on: contact.renewsAt"),
      date("The name is missing", "trigger { contact.renewsAt - 30.days }"),
      date("A property without its owner", "trigger on: { renewsAt - 30.days }"),
      date("A date of the event", "trigger on: { event.renewsAt - 30.days }"),
      date("A date is read twice", "trigger on: { date(contact.renewsAt) - 30.days }"),
      date("A date inside an object", "trigger on: { contact.subscription.renewsAt }"),
      date("The length stands first", "trigger on: { 30.days - contact.renewsAt }"),
      date("A number without a unit", "trigger on: { contact.renewsAt - 30 }"),
      date("A unit that is misspelt", "trigger on: { contact.renewsAt - 30.dayz }"),
      date("A month before the date", "trigger on: { contact.renewsAt - 1.month }"),
      date("Two lengths", "trigger on: { contact.renewsAt - 30.days - 2.hours }"),
      date("A length that differs between contacts", "trigger on: { contact.renewsAt - contact.notice }"),
      date("Hours, and a time of day", "trigger on: { contact.renewsAt - 12.hours }, at: '09:00'"),
      date("A time without two digits", "trigger on: { contact.renewsAt - 1.day }, at: '9:00'"),
      date("An event and a date", "trigger 'user.created', on: { contact.renewsAt }"),
      date("A condition on the contact", "trigger on: { contact.renewsAt }, where: { plan == 'pro' }"),
      date("A key for a date", "trigger on: { contact.renewsAt }\n  key 'orderId'"),
      date("A time for an event", "trigger 'user.created', at: '09:00'"),
      date("A trigger of a condition alone", "trigger where: { plan == 'pro' }"),
    ],
    'Time, chance and the outside': [
      steps("The clock of the machine", "def today = new Date()"),
      steps("The clock of the machine, newer", "def today = LocalDate.now()"),
      steps("Sleeping like a program", "sleep(1000)"),
      steps("A thread sleeps", "Thread.sleep(1000)"),
      steps("A random number", "if (Math.random() < 0.5) { exit() }"),
      steps("A random id", "def code = UUID.randomUUID().toString()"),
      steps("A call to the outside", "def text = new URL('https://example.com/offer').text"),
      steps("A file", "def text = new File('offer.txt').text"),
      steps("The environment", "def region = System.getenv('REGION')"),
      steps("Output", "println 'welcome sent'"),
      steps("A thread", "Thread.start { sendEmail 'welcome' }"),
      steps("Ending the process", "System.exit(0)"),
      steps("An object that once cannot keep", "def start = once('start') { new Date() }"),
      steps("A word inside once", "def code = once('code') { sendEmail 'welcome' }"),
      steps("The order of a set", "for (plan in Set.of('free', 'pro')) { log plan }"),
    ],
    'Conditions': [
      where("One equals sign", "plan = 'pro'"),
      where("Quotes are missing", "plan == pro"),
      where("A bare property", "vip"),
      where("Text is compared with less and more", "seats > '5'"),
      where("A path into an object", "order.total > 10"),
      where("The contact is asked", "contact.plan == 'pro'"),
      where("A method of Groovy", "plan.startsWith('pro')"),
      where("A pattern", "plan ==~ /pro.*/"),
      where("Two conditions without a join", "plan == 'pro'; seats > 5"),
      where("A range", "seats in 1..5"),
      where("A comparison with null", "seats > null"),
      top("A block without where", "exitOn 'user.deleted', { plan == 'pro' }"),
      steps("A condition that is no block", "waitForEvent 'paid', timeout: 2.days, where: 'pro'"),
      steps("A variable with the name of the property", "def plan = 'pro'\nwaitForEvent 'paid', timeout: 2.days, where: { plan == plan }"),
      steps("Other events are asked of the one that arrives", "waitForEvent 'paid', timeout: 2.days, where: { event('used').exists() }"),
      steps("A builder outside where", "if (event('used').exists()) { exit() }"),
    ],
    'Values': [
      steps("A value of unknown type", "log contact.plan.toUpperCase()"),
      steps("A property of a result is misspelt", "def use = waitForEvent('feature.used', timeout: 2.days)\nif (use.timedout) { exit() }"),
      steps("A property of the event that came", "def paid = waitForEvent('order.paid', timeout: 2.days)\nlog paid.amount"),
      steps("A property of gathered events", "def viewed = digest event: 'item.viewed', window: 1.day\nlog viewed.events*.sku"),
      steps("Each of a value that need be no list", "log contact.tags*.size()"),
      steps("All properties of the trigger", "sendEmail 'welcome', props: event.properties"),
      steps("A list's entries of the name properties", "def seen = carried.seen as List\nlog \"\${seen*.properties}\""),
      steps("A method is misspelt", "log contact.id.toUpper()"),
      steps("The contact is written to", "contact.plan = 'pro'"),
      steps("A comparison with one equals sign", "def plan = 'free'\nif (plan = 'pro') { exit() }"),
      steps("Text and a number are compared", "if (contact.id > 5) { exit() }"),
      steps("Text goes into a variable for a number", "int days = 'two'"),
      steps("A key made of text and values", "def sent = [\"mail-\${contact.id}\": true]"),
      steps("An unknown type", "Customer customer = null"),
      steps("All errors are caught", "try {\n  sendEmail 'welcome'\n} catch (Throwable t) {\n  log 'failed'\n}"),
    ],
    'Other journeys, and rounds': [
      steps("A journey starts itself", "startJourney 'welcome'"),
      steps("A wait for the end of a journey lacks its time", "def tour = startJourney 'trial'\nif (tour.ended()) { exit() }"),
      steps("What was carried over is written to", "carried.week = 2"),
      steps("A word that a started journey has not", "def tour = startJourney 'trial'\ntour.await()"),
      steps("A carried value goes into a variable for a number", "int week = carried.week ?: 1"),
      steps("Two rounds are counted as they are", "def week = carried.week + 1"),
    ],
    'Files': [
      file("The id is not the file's name", "journey('welcom') {\n  trigger 'user.created'\n  steps { }\n}"),
      file("Two journeys in a file", "journey('welcome') {\n  trigger 'user.created'\n  steps { }\n}\njourney('goodbye') {\n  trigger 'user.deleted'\n  steps { }\n}"),
      file("No trigger", "journey('welcome') {\n  steps {\n    sendEmail 'welcome'\n  }\n}"),
      file("No steps", "journey('welcome') {\n  trigger 'user.created'\n}"),
      file("A brace is not closed", "journey('welcome') {\n  trigger 'user.created'\n  steps {\n    sendEmail 'welcome'\n  }\n"),
      file("A quote is not closed", "journey('welcome') {\n  trigger 'user.created'\n  steps {\n    sendEmail 'welcome\n  }\n}"),
      file("A comma is missing", "journey('welcome') {\n  trigger 'user.created'\n  steps {\n    sendEmail 'welcome' subject: 'Hi'\n  }\n}"),
      file("A method beside the journey", "def greet(name) { \"Hi \$name\" }\n\njourney('welcome') {\n  trigger 'user.created'\n  steps { }\n}"),
      file("A library is imported", "import java.util.concurrent.TimeUnit\n\njourney('welcome') {\n  trigger 'user.created'\n  steps { }\n}"),
      file("A decision in the top half", "journey('welcome') {\n  trigger 'user.created'\n  if (true) { category 'onboarding' }\n  steps { }\n}"),
    ],
  ]

  /** What is accepted, but warned of. */
  static final List<Mistake> DOUBTS = [
    steps("A step after the end", "exit 'done'\nsendEmail 'welcome'"),
    steps("A step after the steps have begun anew", "sleepFor 7.days\nstartOver week: 2\nsendEmail 'welcome'"),
    steps("A step after both ways have ended", "if (contact.plan == 'pro') {\n  return\n} else {\n  exit()\n}\nsendEmail 'welcome'"),
    steps("A loop without end", "int sent = 0\nwhile (true) {\n  sent++\n}"),
    steps("Rounds without a wait", "sendEmail 'welcome'\nstartOver()"),
    steps("A label for two steps", "sleepFor 2.days, label: 'pause'\nsendEmail 'welcome'\nsleepFor 3.days, label: 'pause'"),
    steps("A value that is computed twice", "def code = once('code') { 'A-1' }\ndef other = once('code') { 'B-2' }"),
    steps("A digest for contacts who enter once", "def views = digest(window: 1.hour)"),
    top("A queue for contacts who enter once", "onRepeat queue"),
    file("A date that lets everybody in once", "journey('welcome') {\n  trigger on: { contact.renewsAt - 30.days }\n  steps { }\n}"),
    file("A digest of the entries on a date", "journey('welcome') {\n  trigger on: { contact.renewsAt - 30.days }\n  entryLimit unlimited\n  steps {\n    digest window: 1.hour\n  }\n}"),
    file("A digest whose window is shorter than the period", "journey('welcome') {\n  trigger 'item.viewed'\n  entryLimit oncePer(1.day)\n  steps {\n    digest window: 1.hour\n  }\n}"),
  ]

  /** What is found out beside the other files of a bundle. */
  static final List<Mistake> NAMES = [
    steps("A template that is misspelt", "sendEmail 'welcom'"),
    steps("A template that is not there", "sendEmail 'offer'"),
    steps("A journey to start that is misspelt", "startJourney 'tral'"),
    steps("A journey to start that is not there", "def tour = startJourney 'product-tour'"),
    steps("Another journey that is misspelt", "if (history.journey('welcom').completed) { exit() }"),
    steps("A template of the past that is misspelt", "if (history.email('welcom').sent) { exit() }"),
    steps("A category that is no list", "throttle limit: 3, window: 1.day, category: 'marketing'"),
  ]

  /** What is wrong with {@code lists.groovy}. */
  static final List<Mistake> LISTS = [
    file("A word of lists is misspelt", "list('news') { nmae 'News' }"),
    file("A journey among the lists", "journey('welcome') { }"),
    file("A list id that the service has", "list 'journey'"),
    file("A list id with a blank", "list 'product news'"),
    file("A list declared twice", "list 'news'\nlist 'news'"),
    file("A list that is both ways", "list('news') { optIn(); optOut() }"),
    file("A name that is computed", "list('news') { name 'N'.toUpperCase() }"),
    file("A cap without its time", "cap 4"),
    file("A cap by the month", "cap 4, per: 1.month"),
    file("A cap of a list that is misspelt", "list 'news'\ncap 1, per: 1.day, category: 'nwes'"),
    file("Something else in the file", "def days = 7\n"),
  ]

  static Mistake top(String what, String line) {
    new Mistake(what, "journey('welcome') {\n  trigger 'user.created'\n  $line\n  steps { }\n}\n".toString(), line.replace('\n  ', '\n'))
  }

  static Mistake date(String what, String lines) {
    new Mistake(what, "journey('welcome') {\n  $lines\n  entryLimit unlimited\n  steps { }\n}\n".toString(), lines.replace('\n  ', '\n'))
  }

  static Mistake steps(String what, String lines) {
    def body = lines.readLines().collect { '    ' + it }.join('\n')
    new Mistake(what, "journey('welcome') {\n  trigger 'user.created'\n  steps {\n$body\n  }\n}\n".toString(), lines)
  }

  static Mistake where(String what, String condition) {
    top(what, "exitOn 'subscribed', where { $condition }")
  }

  static Mistake file(String what, String source) {
    new Mistake(what, source, source)
  }
}
