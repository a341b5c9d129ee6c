package dev.sojourn.runtime

import static com.tngtech.archunit.base.DescribedPredicate.and
import static com.tngtech.archunit.base.DescribedPredicate.not
import static com.tngtech.archunit.base.DescribedPredicate.or
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices

import com.tngtech.archunit.ArchConfiguration
import com.tngtech.archunit.core.domain.JavaClass
import com.tngtech.archunit.core.domain.JavaClasses
import com.tngtech.archunit.core.domain.JavaCodeUnit
import com.tngtech.archunit.core.domain.JavaModifier
import com.tngtech.archunit.core.importer.ClassFileImporter
import com.tngtech.archunit.lang.ArchCondition
import com.tngtech.archunit.lang.ArchRule
import com.tngtech.archunit.lang.ConditionEvents
import com.tngtech.archunit.lang.SimpleConditionEvent
import com.tngtech.archunit.library.GeneralCodingRules
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Shared
import spock.lang.Specification

class RoomsSpec extends Specification {
  static final List<String> KERNEL = ['config', 'database', 'outbox', 'outside', 'telemetry', 'thread']
  static final List<String> ROOMS = [
    'audit', 'bundle', 'contact', 'decision', 'email', 'engine', 'enrolment', 'entry', 'event', 'ingest', 'journey', 'limit',
    'operator', 'outbound', 'preference', 'source', 'template', 'tracking'
  ]
  static final List<String> MODULES = ['dsl', 'core', 'testkit', 'runtime', 'bench']

  /** The public classes with behaviour; every other public type is a value, a choice, a port or a failure. */
  static final Set<String> FRONT_DOORS = [
    'app.App', 'app.Main', 'audit.AuditLog', 'bundle.Bundle', 'bundle.Lint', 'config.Environment', 'contact.Contacts',
    'contact.Erasures', 'contact.IdentityMemory', 'contact.Merges', 'database.Database', 'database.EmbeddedPostgres', 'database.Glance', 'database.HomeLock', 'database.Housekeeping', 'database.Ids',
    'database.Lane', 'database.Migrations', 'database.Names', 'database.Peers', 'database.PublicIds', 'database.Rounds',
    'database.SchemaGuard', 'database.Search', 'database.SubjectLocks', 'decision.Decisions', 'email.Mailbox',
    'email.DeadLetters', 'email.Mailer', 'email.Orders', 'email.Reports', 'email.Sends', 'engine.ActiveEngine', 'engine.hatchet.EngineMove', 'engine.hatchet.HatchetEngine', 'engine.local.LocalEngine', 'enrolment.Enrolments',
    'enrolment.JourneyTask', 'entry.Arming', 'entry.DateEntries', 'event.Events', 'http.ApiKeys', 'http.HttpApi', 'http.Workers',
    'ingest.Imports', 'ingest.Ingest', 'ingest.NewEventReader', 'ingest.PushedEvents', 'journey.DryRuns', 'journey.Journeys', 'journey.StepLines', 'limit.Limits',
    'operator.Operators', 'outbound.Deliveries', 'outbound.Endpoints', 'outbound.Outbound', 'outbox.Outbox', 'outside.OutsideHttp',
    'preference.Choices', 'preference.Preferences', 'preference.Suppressions', 'source.Sources', 'studio.Studio', 'telemetry.Telemetry', 'template.Templates', 'thread.TimedThreads',
    'tracking.Tracking'
  ]

  /** They run code of others, whose failures have every type. */
  static final Set<String> CATCHING_ALL = [
    'Compiled.java', 'Lifetime.java', 'Main.java', 'Migrations.java', 'Replay.java', 'TimedThreads.java', 'Scope.java',
    'TimelineExtension.java'
  ]

  /** Its numbers are compiled into those who use them, and leave no trace of the use. */
  static final String CONSTANTS = 'dev.sojourn.runtime.database.LockNumbers'

  @Shared
  JavaClasses all = imported()

  def "room #room uses no other room than #mayUse"() {
    given:
    def allowed = ([room] + mayUse + KERNEL).collect { "dev.sojourn.runtime.$it..".toString() }

    expect:
    hold(noClasses().that().resideInAPackage("dev.sojourn.runtime.$room..")
        .should().dependOnClassesThat(
            and(resideInAPackage('dev.sojourn.runtime..'), not(resideInAnyPackage(allowed as String[])))))

    where:
    room         | mayUse
    'config'     | []
    'database'   | []
    'outbox'     | []
    'outside'    | []
    'telemetry'  | []
    'thread'     | []
    'audit'      | []
    'operator'   | []
    'engine'     | []
    'event'      | ['contact']
    'contact'    | []
    'bundle'     | []
    'decision'   | ['contact']
    'limit'      | []
    'outbound'   | []
    'template'   | ['bundle']
    'preference' | ['contact', 'event']
    'tracking'   | ['contact', 'event']
    'email'      | ['contact', 'preference', 'template', 'tracking', 'bundle', 'decision', 'event']
    'enrolment'  | ['contact', 'event', 'engine', 'bundle', 'decision', 'preference']
    'entry'      | ['contact', 'event', 'engine', 'bundle', 'decision', 'enrolment']
    'journey'    | ['engine', 'bundle', 'event', 'contact', 'preference', 'email', 'decision', 'enrolment', 'entry']
    'ingest'     | ['event', 'contact', 'preference', 'enrolment', 'entry', 'journey', 'email', 'decision', 'engine', 'bundle']
    'source'     | ['bundle', 'event', 'ingest']
    'http'       | ROOMS
    'studio'     | ROOMS + 'http'
  }

  def "every package of the service is in the table, or is what wires it"() {
    expect:
    rooms() - KERNEL - ROOMS == ['app', 'http', 'studio'] as Set
  }

  def "there are no cycles in #what"() {
    expect:
    hold(slices().matching(what).should().beFreeOfCycles())

    where:
    what << ['dev.sojourn.runtime.(*)..', 'dev.sojourn.core.(*)..', 'dev.sojourn.(*)..']
  }

  def "the core decides and touches nothing outside"() {
    expect:
    hold(noClasses().that().resideInAPackage('dev.sojourn.core..')
        .should().dependOnClassesThat(
            or(
                and(
                    resideInAnyPackage(
                        'io.vertx..', 'java.net..', 'java.nio.channels..', 'java.nio.file..',
                        'java.sql..', 'org.slf4j..'),
                    not(nameMatching(/java\.net\.IDN/))),
                nameMatching(/java\.(io\.(File.*|RandomAccessFile)|time\.Clock)/),
                nameMatching(/java\.lang\.(ThreadLocal|Process.*)/))))
  }

  def "the language knows neither the core nor the service"() {
    expect:
    hold(noClasses().that().resideInAPackage('dev.sojourn.dsl..')
        .should().dependOnClassesThat().resideInAnyPackage(
            'dev.sojourn.core..', 'dev.sojourn.runtime..', 'io.vertx..'))
  }

  def "the engine knows no mail, contact, HTTP, Groovy or script"() {
    expect:
    hold(noClasses().that().resideInAPackage('dev.sojourn.runtime.engine..')
        .should().dependOnClassesThat().resideInAnyPackage(
            'groovy..', 'org.codehaus.groovy..', 'org.apache.groovy..', 'io.vertx.ext..',
            'io.vertx.core.http..', 'dev.sojourn.dsl..', 'dev.sojourn.core.replay..',
            'dev.sojourn.core.fold..'))
  }

  def "only http and studio see routers"() {
    expect:
    hold(noClasses().that().resideOutsideOfPackages('dev.sojourn.runtime.http..', 'dev.sojourn.runtime.studio..')
        .should().dependOnClassesThat().resideInAPackage('io.vertx.ext.web..'))
  }

  def "only stores and the database see the driver; others see rows and the server's errors at most"() {
    expect:
    hold(noClasses().that().resideOutsideOfPackage('dev.sojourn.runtime.database..')
        .and().haveNameNotMatching(/.*Store(\$.*)?/)
        .should().dependOnClassesThat(
            and(
                resideInAnyPackage('io.vertx.sqlclient..', 'io.vertx.pgclient..', 'java.sql..'),
                not(nameMatching(/io\.vertx\.(sqlclient\.Row(Set|Iterator)?|pgclient\.PgException)/)))))
  }

  def "SQL stands in stores"() {
    given:
    def sql = ~/(?is)"\s*(select|insert\s+into|update|delete\s+from|with)\s+[a-z(*]/

    when:
    def elsewhere = sources('runtime/src/main/java').findAll {
      !it.toString().endsWith('Store.java')
          && !it.toString().contains('/runtime/database/')
          && Files.readString(it).find(sql)
    }

    then:
    elsewhere*.fileName*.toString() == []
  }

  def "only the environment's room and the start read the environment, and only they and the database make clocks"() {
    expect:
    hold(noClasses().that().resideOutsideOfPackages('dev.sojourn.runtime.config..', 'dev.sojourn.runtime.app..')
        .should().callMethod(System, 'getenv')
        .orShould().callMethod(System, 'getenv', String))
    hold(noClasses().that().resideOutsideOfPackages('dev.sojourn.runtime.database..', 'dev.sojourn.runtime.app..')
        .should().callMethod(java.time.Instant, 'now')
        .orShould().callMethod(java.time.Clock, 'systemUTC')
        .orShould().callMethod(java.time.InstantSource, 'system')
        .orShould().callMethod(System, 'currentTimeMillis'))
  }

  def "only the wiring constructs the front doors of other rooms"() {
    expect:
    hold(classes().that().resideInAPackage('dev.sojourn.runtime..')
        .and().resideOutsideOfPackage('dev.sojourn.runtime.app..')
        .should(constructNoFrontDoorOfAnotherRoom()))
  }

  def "a type is public because another package uses it, or a public type shows it"() {
    expect:
    hold(classes().that().resideInAPackage('dev.sojourn.runtime..')
        .and().resideOutsideOfPackage('dev.sojourn.runtime.app..')
        .and().doNotHaveFullyQualifiedName(CONSTANTS)
        .should(beNeededOutsideIfShown()))
  }

  def "a public type is a front door, or has no behaviour of its own"() {
    given:
    def withBehaviour = all.findAll {
      it.packageName.startsWith('dev.sojourn.runtime.') && isShown(it) && it.name != CONSTANTS
          && !it.isRecord() && !it.isEnum() && !it.isInterface() && !Throwable.isAssignableFrom(it.reflect())
    }*.fullName*.minus('dev.sojourn.runtime.') as Set

    expect:
    withBehaviour == FRONT_DOORS
  }

  def "nothing is thrown that says only that something failed, and no getter hides a global"() {
    expect:
    hold(GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS)
    hold(noMethods().that().areStatic().should().haveNameMatching('(get)?([iI]nstance|[sS]ingleton)'))
  }

  def "nobody catches everything but who runs the code of others"() {
    when:
    def catching = MODULES.collectMany { sources("$it/src/main/java") }.findAll {
      Files.readString(it) =~ /catch \((final )?(Exception|Throwable|Error)\b/
    }

    then:
    catching*.fileName*.toString() as Set == CATCHING_ALL
  }

  def "a suppressed warning says why, and a log line's key is one of the closed set"() {
    given:
    def lines = MODULES.collectMany { sources("$it/src/main/java") }
        .collectMany { file -> Files.readAllLines(file).collate(2, 1).collect { [file.fileName.toString()] + it } }

    expect:
    lines.findAll { it.size() == 3 && it[2] =~ /@SuppressWarnings/ && !(it[1] + it[2] =~ /\/\/|\*/) } == []
    lines.findAll { it[1] =~ /addKeyValue\(\s*"/ } == []
  }

  def "names say what a thing is"() {
    expect:
    hold(noClasses().should().haveNameMatching(/.*(Impl|Manager|Utils?|Helpers?|Service|Processor|DAO|DTO)/)
        .orShould().haveNameMatching(/.*[.$](Abstract|Base)[A-Z]\w*/))
  }

  def "no static changes, and nothing prints but what talks to a terminal"() {
    expect:
    hold(fields().that().areStatic().should().beFinal())
    hold(noClasses().that().resideOutsideOfPackage('dev.sojourn.runtime.app..')
        .should().accessField(System, 'out')
        .orShould().accessField(System, 'err'))
  }

  def "no file of the main sources is longer than 400 lines"() {
    when:
    def tooLong = MODULES.collectMany { sources("$it/src/main/java") }.findAll { Files.readAllLines(it).size() > 400 }

    then:
    tooLong == []
  }

  def "every package says what it is for"() {
    expect:
    MODULES.collectMany { sources("$it/src/main/java") }*.parent.unique()
        .findAll { !Files.exists(it.resolve('package-info.java')) } == []
  }

  def "every journey of the samples has a spec"() {
    given:
    def specs = files('testkit/src/test', '.groovy')*.fileName*.toString()

    expect:
    files('journeys', '.groovy').collect { specOf(it.fileName.toString() - '.groovy') } - specs == []
  }

  private void hold(ArchRule rule) {
    rule.allowEmptyShould(true).check(all)
  }

  private static JavaClasses imported() {
    ArchConfiguration.get().resolveMissingDependenciesFromClassPath = false
    def importer = new ClassFileImporter().withImportOption { !it.contains('/test-classes/') }
    def found = importer.importPackages('dev.sojourn')
    return found.that(not(nameMatching(/.*(Spec|Specification|TestDatabase|Fixture)(\$.*)?|dev\.sojourn\.(bench|hatchet)\..*/)))
  }

  private static ArchCondition<JavaClass> beNeededOutsideIfShown() {
    new ArchCondition<JavaClass>('be needed outside of its package if it is public') {
      @Override
      void check(JavaClass type, ConditionEvents events) {
        def inInterface = type.enclosingClass.map { it.isInterface() }.orElse(false)
        def needed = type.directDependenciesToSelf*.originClass.any {
          it.packageName != type.packageName || (isShown(it) && shows(it, type))
        }
        if (isShown(type) && !inInterface && !needed) {
          events.add(SimpleConditionEvent.violated(type, "${type.fullName} is public, and nobody outside needs it"))
        }
      }
    }
  }

  /** Whether a type, and all that it stands in, is public. */
  private static boolean isShown(JavaClass type) {
    type.modifiers.contains(JavaModifier.PUBLIC) && type.enclosingClass.map { isShown(it) }.orElse(true)
  }

  /** Whether a type has another one in a signature that those outside see. */
  private static boolean shows(JavaClass one, JavaClass other) {
    one != other && (one.isAssignableTo(other.name) || one.members.any { member ->
      member.modifiers.contains(JavaModifier.PUBLIC)
          && (member instanceof JavaCodeUnit
              ? [member.returnType, *member.parameterTypes]
              : [member.type]).any { other in it.allInvolvedRawTypes }
    })
  }

  private Set<String> rooms() {
    all.findAll { it.packageName.startsWith('dev.sojourn.runtime.') }*.packageName
        .collect { roomOf(it) } as Set
  }

  private static String roomOf(String packageName) {
    packageName.substring('dev.sojourn.runtime.'.length()).tokenize('.').first()
  }

  private static ArchCondition<JavaClass> constructNoFrontDoorOfAnotherRoom() {
    new ArchCondition<JavaClass>('construct no front door of another room') {
      @Override
      void check(JavaClass caller, ConditionEvents events) {
        caller.constructorCallsFromSelf.each { call ->
          def owner = call.targetOwner
          if (owner.packageName.startsWith('dev.sojourn.runtime.')
              && roomOf(owner.packageName) != roomOf(caller.packageName)
              && !owner.isRecord()
              && !Throwable.isAssignableFrom(owner.reflect())) {
            events.add(SimpleConditionEvent.violated(caller, call.description))
          }
        }
      }
    }
  }

  /** The name of the spec of a journey: {@code cart-reminder} has {@code CartReminderSpec.groovy}. */
  private static String specOf(String journeyId) {
    journeyId.tokenize('-_.').collect { it.capitalize() }.join('') + 'Spec.groovy'
  }

  private static List<Path> sources(String directory) {
    files(directory, '.java')
  }

  private static List<Path> files(String directory, String ending) {
    def start = root().resolve(directory)
    if (!Files.isDirectory(start)) {
      return []
    }
    Files.walk(start).withCloseable { paths -> paths.filter { it.toString().endsWith(ending) }.sorted().toList() }
  }

  /** The top of the tree, whichever directory below it this runs in. */
  private static Path root() {
    def directory = Path.of('').toAbsolutePath()
    while (directory != null && !(Files.isDirectory(directory.resolve('journeys')) && Files.isDirectory(directory.resolve('runtime')))) {
      directory = directory.parent
    }
    assert directory != null
    return directory
  }
}
