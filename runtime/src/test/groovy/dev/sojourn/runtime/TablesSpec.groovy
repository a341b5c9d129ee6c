package dev.sojourn.runtime

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Shared
import spock.lang.Specification

/** Which room answers for which table, read off the statements themselves. */
class TablesSpec extends Specification {
  /** All statements over a table stand in the room that answers for it. */
  static final Map<String, List<String>> ROOMS = [
    audit     : ['audit_logs'],
    bundle    : ['active_sets', 'script_versions'],
    contact   : ['contact_keys', 'contacts', 'identity_changes'],
    database  : ['installation', 'names', 'nodes'],
    decision  : ['decisions'],
    email     : ['dead_letters', 'provider_events', 'send_files', 'send_holds', 'send_keys', 'sends'],
    engine    : ['runs'],
    enrolment : ['all_enrolments', 'enrolments', 'journey_configs', 'queued_triggers'],
    entry     : ['date_sweeps'],
    event     : ['event_keys', 'events'],
    http      : ['api_keys'],
    ingest    : ['import_jobs', 'import_rows'],
    journey   : ['journal'],
    operator  : ['operator_sessions', 'operators', 'password_resets'],
    outbound  : ['webhook_deliveries', 'webhook_endpoints', 'webhook_messages'],
    outbox    : ['outbox', 'subscriptions'],
    preference: ['preferences', 'suppression_imports'],
    tracking  : ['link_clicks']
  ]

  /** Whoever stores a number for a name reads the name with it. */
  static final List<String> JOINED_BY_ALL = ['names']

  /** What must be one statement, or one transaction, with a table of another room; and why. */
  static final Map<String, Map<String, String>> JOINS = [
    'decision.DecisionStore'    : [contacts: 'what was decided of those that were merged into a contact'],
    'email.MailNewsStore'       : [contacts: 'whom a mail was for, as it is told to others'],
    'email.OrderStore'          : [contacts: 'a mail goes to the one that its contact was merged into'],
    'email.ReportStore'         : [contacts: 'whom a report is about'],
    'email.SendListStore'       : [script_versions: 'which text of a template a mail was written with'],
    'email.SendStore'           : [contacts: 'what went to the address that a contact has now'],
    'engine.ActiveEngineStore'  : [installation: 'the engine is a word of the installation'],
    'engine.HatchetStore'       : [outbox: 'a run whose parcel waits is not lost'],
    'engine.MoveStore'          : [nodes: 'nobody else may run', outbox: 'what waits for the other engine is void'],
    'enrolment.EnrolmentListStore': [journal: 'it is shown with its enrolment',
                                     runs: 'a live enrolment is its run, counted with those that ended'],
    'enrolment.EnrolmentStore'  : [contacts: 'who the contacts are to others',
                                   events: 'where the next enrolment reads on, as of the end of the last',
                                   journal: 'it is forgotten with its enrolment'],
    'enrolment.QueueStore'      : [events: 'where the next enrolment reads on, as of the end of the last'],
    'entry.SweepStore'          : [contacts: 'the sweep goes over all contacts'],
    'journey.ParkedStore'       : [contacts: 'one snapshot of all live runs', events: 'the same',
                                   installation: 'the same', runs: 'the same', script_versions: 'the same'],
    'outbound.DeliveryStore'    : [dead_letters: 'what is given up becomes a letter in the same statement'],
    'outbound.MessageStore'     : [dead_letters: 'what an erased contact leaves no letter of'],
    'preference.PreferenceStore': [contacts: 'the address that a contact has now counts with it'],
    'tracking.TrackingStore'    : [contacts: 'who followed a link', installation: 'its key is made with the others',
                                   sends: 'a click is noted on its mail']
  ]

  private static final STRING = ~/(?s)"""(.*?)"""|"((?:[^"\\\n]|\\.)+)"/
  private static final TABLE = ~/(?i)\b(?:from|join|into|update|using|only|table)\s+(\w+)|,\s*(\w+)(?=\s+\w+\b)/

  @Shared
  Map<String, Set<String>> read = statements()

  def "some room answers for every table of the changelog, one for each"() {
    expect:
    ROOMS.values().flatten().sort() == tables().sort()
  }

  def "a room reads its own tables, and of others what is listed as one statement with them"() {
    given:
    def foreign = read.collectEntries { store, tables ->
      [store, (tables - ROOMS[store.tokenize('.').first()] - JOINED_BY_ALL).sort()]
    }.findAll { it.value }

    expect: 'nothing beyond the list, and nothing listed that is no more'
    foreign == JOINS.collectEntries { store, tables -> [store, tables.keySet().sort()] }
  }

  def "statements are found"() {
    expect:
    read.size() > 40
    read['event.EventStore'].containsAll(['events', 'event_keys', 'names'])
  }

  /** The tables that the statements of each class name. */
  private static Map<String, Set<String>> statements() {
    def known = tables() as Set
    def start = root().resolve('runtime/src/main/java/dev/sojourn/runtime')
    def found = [:] as TreeMap
    Files.walk(start).withCloseable { paths ->
      paths.filter { it.toString().endsWith('Store.java') || it.toString().contains('/runtime/database/') && it.toString().endsWith('.java') }
          .forEach { file ->
            def room = start.relativize(file).getName(0).toString()
            def named = Files.readString(file).findAll(STRING).collectMany { text ->
              text.findAll(TABLE) { all, table, listed -> table ?: listed }
            }.findAll { it in known } as Set
            if (named) {
              found["$room.${file.fileName.toString() - '.java'}".toString()] = named
            }
          }
    }
    return found
  }

  /** The tables and views of the changelog. */
  private static List<String> tables() {
    Files.walk(root().resolve('changelog/engine')).withCloseable { paths ->
      paths.filter { it.toString().endsWith('.sql') }.toList().collectMany { file ->
        Files.readString(file).findAll(/(?im)^create (?:or replace )?(?:table|view) (\w+)/) { all, name -> name }
      }.unique()
    }
  }

  /** The top of the tree, whichever directory below it this runs in. */
  private static Path root() {
    def directory = Path.of('').toAbsolutePath()
    while (directory != null && !Files.isDirectory(directory.resolve('changelog/engine'))) {
      directory = directory.parent
    }
    assert directory != null
    return directory
  }
}
