package dev.sojourn.runtime.app

import groovy.transform.CompileStatic

/** What a crowd does: for each person ten events in order, and what the journeys must make of them. */
@CompileStatic
class CrowdPlan {
  static final int EACH = 10

  /** Half of them become one contact of two: the first event names them by their address alone. */
  static final Map<String, String> JOURNEYS = [
    'crowd-join' : '''
      journey('crowd-join') {
        trigger    'crowd.joined'
        entryLimit once

        steps {
          sendEmail 'first'
          waitForEvent 'crowd.left', timeout: 1.day
          sendEmail 'second'
        }
      }
      ''',
    'crowd-order': '''
      journey('crowd-order') {
        trigger    'crowd.ordered'
        entryLimit unlimited
        key        'order'
        exitOn     'crowd.cancelled', sameKey: true

        steps {
          waitForEvent 'crowd.paid', timeout: 1.day, sameKey: true
          checkpoint 'paid'
        }
      }
      ''',
    'crowd-note' : '''
      journey('crowd-note') {
        trigger    'crowd.noted'
        entryLimit unlimited

        steps {
          checkpoint 'noted'
        }
      }
      '''
  ]

  final int people

  CrowdPlan(int events) {
    people = events.intdiv(EACH)
  }

  int getEvents() {
    people * EACH
  }

  /** What a person does before the journeys wait for more. */
  static List<Map<String, Object>> before(int person) {
    [
      event('crowd.joined', person % 2 == 0 ? byId(person) + byAddress(person) : byAddress(person)),
      event('crowd.ordered', byId(person), [eventProperties: order(person)]),
      event('crowd.seen', byId(person), [anonymousId: "a$person".toString()]),
      event('crowd.seen', byId(person) + byAddress(person)),
      event('crowd.joined', byId(person))
    ]
  }

  /** What they do once it does; one of five cancels the order. */
  static List<Map<String, Object>> after(int person) {
    [
      event(person % 5 == 0 ? 'crowd.cancelled' : 'crowd.paid', byId(person), [eventProperties: order(person)]),
      event('crowd.seen', byAddress(person), [contactProperties: [number: person]]),
      event('crowd.left', byAddress(person)),
      event('crowd.noted', byId(person)),
      event('crowd.seen', byId(person), [anonymousId: "a$person".toString()])
    ]
  }

  /** How many events of each name there are in the end. */
  Map<String, Long> getNames() {
    (1..people).collectMany { before(it) + after(it) }.countBy { it.name as String }
        .collectEntries { [it.key, it.value as long] } as Map<String, Long>
  }

  /** How many enrolments of each journey end in which way. */
  Map<String, Long> getEnds() {
    def cancelled = (1..people).count { int person -> person % 5 == 0 } as long
    ['crowd-join completed': people as long, 'crowd-note completed': people as long,
      'crowd-order completed': people - cancelled, 'crowd-order exited': cancelled]
  }

  /** The address and the subject of each mail. */
  List<String> getMails() {
    (1..people).collectMany { ["$it@example.com first".toString(), "$it@example.com second".toString()] }
  }

  private static Map<String, Object> event(String name, Map<String, Object> who, Map<String, Object> more = [:]) {
    ([name: name] as Map<String, Object>) + who + more
  }

  private static Map<String, Object> byId(int person) {
    [userId: "u$person".toString()] as Map<String, Object>
  }

  private static Map<String, Object> byAddress(int person) {
    [email: "$person@example.com".toString()] as Map<String, Object>
  }

  private static Map<String, Object> order(int person) {
    [order: "o$person".toString()] as Map<String, Object>
  }
}
