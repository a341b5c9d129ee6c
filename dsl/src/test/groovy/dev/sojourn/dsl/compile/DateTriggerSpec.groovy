package dev.sojourn.dsl.compile

import dev.sojourn.dsl.definition.DateRule
import dev.sojourn.dsl.definition.Trigger
import java.time.Duration
import java.time.LocalTime

/** {@code trigger on: { … }}: what it means, and where it is refused. */
class DateTriggerSpec extends ScriptSpecification {

  def "#written is a rule of #property by #offset at #at"() {
    when:
    def entry = compiled("journey('sample') {\n  trigger $written\n  entryLimit unlimited\n  steps { }\n}").definition().entry()

    then:
    entry.date() == new DateRule(property, Duration.parse(offset), at ? LocalTime.parse(at) : null)
    entry.trigger() == new Trigger('start:sample', [])

    where:
    written                                              || property    | offset  | at
    "on: { contact.renewsAt }"                           || 'renewsAt'  | 'PT0S'  | null
    "on: { contact.renewsAt - 30.days }"                 || 'renewsAt'  | 'P-30D' | null
    "on: { contact.renewsAt - 30.days }, at: '09:00'"    || 'renewsAt'  | 'P-30D' | '09:00'
    "at: '09:00', on: { contact?.renewsAt + 1.week }"    || 'renewsAt'  | 'P7D'   | '09:00'
    "on: { (contact['renews at'] - 12.hours) }"          || 'renews at' | 'PT-12H' | null
    "on: { contact.birthday + 90.minutes }"              || 'birthday'  | 'PT90M' | null
    "on: {\n    contact.renewsAt - 24.hours\n  }, at: '00:00'" || 'renewsAt' | 'P-1D' | '00:00'
  }

  def "the rest of the top half and the steps go with it"() {
    when:
    def script = compiled('''\
      journey('sample') {
        trigger    on: { contact.renewsAt - 30.days }
        entryLimit oncePer(300.days)
        onRepeat   restart
        holdout    percent: 10
        exitOn     'contact:changed', where { renewsAt != null }

        steps {
          log "renews at $event.renewsAt, today is $event.date"
        }
      }
      '''.stripIndent())

    then:
    script.warnings() == []
    script.definition().exits()*.event() == ['contact:changed']
  }

  def "#written is refused at #place: #message"() {
    when:
    def said = refused("journey('sample') {\n  trigger $written\n  entryLimit unlimited\n  steps { }\n}")

    then:
    said*.toString().size() == 1
    said[0].toString().startsWith("journeys/sample.groovy:$place: ")
    said[0].message().contains(message)

    where:
    written                                                 | place  || message
    "on: contact.renewsAt"                                  | '2:15' || 'on: takes a block: on: { contact.renewsAt - 30.days }'
    "on: { }"                                               | '2:15' || 'one date'
    "on: { log 'x'; contact.renewsAt }"                     | '2:15' || 'one date'
    "on: { renewsAt }"                                      | '2:17' || 'on: { contact.renewsAt }'
    "on: { contact.email }"                                 | '2:17' || "'contact.email' is no date"
    "on: { contact.plan.renewsAt }"                         | '2:17' || 'not of an object in it'
    "on: { event.renewsAt }"                                | '2:17' || 'on: { contact.renewsAt }'
    "on: { date(contact.renewsAt) - 1.day }"                | '2:17' || 'leave date(…) out'
    "on: { now() }"                                         | '2:17' || 'a date of the contact is expected here'
    "on: { contact.renewsAt - 30 }"                         | '2:36' || '30.days'
    "on: { contact.renewsAt - 1.month }"                    | '2:36' || 'a month has no fixed length'
    "on: { contact.renewsAt - 30.dais }"                    | '2:36' || "did you mean 'days'"
    "on: { contact.renewsAt - 1.5.days }"                   | '2:36' || 'a whole number'
    "on: { contact.renewsAt - 40000.days }"                 | '2:36' || 'a hundred years'
    "on: { contact.renewsAt - length }"                     | '2:36' || 'a length is written out here'
    "on: { contact.renewsAt - 1.day - 2.hours }"            | '2:17' || 'add them up'
    "on: { 1.day + contact.renewsAt }"                      | '2:17' || 'the date stands first'
    "on: { contact.renewsAt - 36.hours }, at: '09:00'"      | '2:52' || 'whole days'
    "on: { contact.renewsAt }, at: '9am'"                   | '2:3'  || "'9am' is no time of day"
    "'user.created', on: { contact.renewsAt }"              | '2:11' || 'by an event or on a date'
    "on: { contact.renewsAt }, where: { plan == 'pro' }"    | '2:44' || 'takes no where'
    "'user.created', at: '09:00'"                           | '2:31' || 'at: is the time of a date'
    "on: { contact.renewsAt }, In: 'UTC'"                   | '2:37' || "'trigger' takes no 'In:'"
  }

  def "a key is refused where it stands"() {
    expect:
    refused("journey('sample') {\n  key 'order'\n  trigger on: { contact.renewsAt }\n  entryLimit once\n  steps { }\n}")*.toString() ==
        ['journeys/sample.groovy:2:3: key tells events apart, and a contact has one such date; leave it out']
  }

  def "who says nothing of entryLimit is warned that a contact enters once"() {
    when:
    def warnings = compiled("journey('sample') {\n  trigger on: { contact.renewsAt }\n  steps { }\n}").warnings()

    then:
    warnings*.line() == [2]
    warnings[0].message().startsWith('without entryLimit a contact enters once')
  }

  def "in steps, trigger takes no date"() {
    expect:
    stepsRefused("trigger on: { contact.renewsAt }").every { it.startsWith('journeys/sample.groovy:4:') }
  }
}
