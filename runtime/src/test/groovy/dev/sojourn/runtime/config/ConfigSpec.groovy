package dev.sojourn.runtime.config

import dev.sojourn.hatchet.fake.FakeHatchet
import dev.sojourn.runtime.config.TransportConfig.Way
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.Specification
import spock.lang.TempDir

class ConfigSpec extends Specification {
  /** What production asks for beside a provider. */
  static final LIVE = [EMAIL_FROM: 'a@b.c', API_PUBLIC_URL: 'https://x', AUTH_SECRET: 'k' * 32]
  static final String URL = 'postgresql://ada:s3cret%2F@db:5433/sojourn'
  @TempDir Path directory

  def "only the database has to be said"() {
    when:
    def config = AppConfig.from(Mode.ALL, [DATABASE_URL: URL])

    then:
    with(config) {
      !production
      mintsFirstKey()
      home() == Path.of('.sojourn').toAbsolutePath()
      logLevel() == 'info'
      engine().backing() == 'local'
      database() == new DatabaseConfig(DatabaseUrl.parse(URL), 10, false)
      bundle() == new BundleConfig(Path.of('').toAbsolutePath(), true, false, Duration.ofSeconds(10))
      email() == new EmailConfig(new TransportConfig(new TransportConfig.Way.Log(), new SendLimits(64, 0)), 'Sojourn <sojourn@localhost>', home().resolve('mailbox'), false)
      keeping() == new KeepingConfig(Duration.ofDays(30), Duration.ofDays(90), Duration.ofDays(90), Duration.ofDays(30), Duration.ofDays(30), Duration.ofDays(365))
      tracking() == new TrackingConfig(true, true, 'http://localhost:3002')
      preferences().with { [previous(), linksLast().toDays(), bounceThreshold(), passing()] } == [[], 730L, 3, true]
      preferences().secret() != AppConfig.from(Mode.ALL, [DATABASE_URL: URL]).preferences().secret()
      http() == new ServerConfig(3002, 'http://localhost:3002', OptionalInt.empty(), Optional.empty(), Optional.empty(),
          new LimitConfig(Optional.empty(), 6000, 100), false)
      operators() == new OperatorConfig('http://localhost:3002', ['http://localhost:3002'], 'sojourn', Optional.empty(), Optional.empty(), 20, 0)
    }
  }

  def "every name is mapped"() {
    when:
    def config = AppConfig.from(Mode.DEV, [
        DATABASE_URL: URL, DATABASE_POOL_MAX: '7', SKIP_SCHEMA_CHECK: 'true', SOJOURN_HOME: "$directory/home".toString(),
        SOJOURN_BUNDLE: directory.toString(), SCRIPTS_POLL_INTERVAL: '500ms', SMTP_URL: 'smtp://u:p@mail:2525?starttls=required',
        EMAIL_FROM: 'Ada <ada@example.com>', EMAIL_CONCURRENCY: '5', EMAIL_RATE: '200', SENDS_HELD: 'true', DECISIONS_KEPT: '7d', JOURNALS_KEPT: '8d', CALLERS_KEPT: '9d', BODIES_KEPT: '10d', AUDIT_LOGS_KEPT: '11d', TRACK_OPENS: 'false', TRACK_CLICKS: 'false', PORT: '4000', API_PUBLIC_URL: 'https://mail.example.com/',
        ADMIN_API_KEY: 'sk_admin', IDENTITY_SECRET: 'i' * 32, REDIS_URL: 'rediss://:pw@cache:6380/1',
        DATA_PLANE_RATE_LIMIT_PER_MINUTE: '0', ADMIN_RATE_LIMIT_PER_MINUTE: '500', INGEST_SUSPENDED: 'true', LOG_LEVEL: 'debug', METRICS_PORT: '4001', ENGINE: 'local', SOJOURN_ENV: 'production',
        SOJOURN_BOOTSTRAP_API_KEY: 'false', AUTH_SECRET: 'k' * 32, UNSUBSCRIBE_TOKEN_PREVIOUS_SECRETS: 'old, older', UNSUBSCRIBE_TOKEN_TTL_DAYS: '30', SUPPRESSION_BOUNCE_THRESHOLD: '5',
        AUTH_URL: 'https://run.example.com:8443/', AUTH_TRUSTED_ORIGINS: 'https://Studio.example.com:443, http://dev.example.com:80/', AUTH_COOKIE_PREFIX: 'acme',
        STUDIO_ADMIN_EMAIL: 'Ada <Ada@example.com>', STUDIO_ADMIN_PASSWORD: 'correct horse', AUTH_RATE_LIMIT_PER_MINUTE: '7', TRUSTED_PROXIES: '2'])

    then:
    with(config) {
      production()
      !mintsFirstKey()
      home() == directory.resolve('home')
      logLevel() == 'debug'
      database() == new DatabaseConfig(DatabaseUrl.parse(URL), 7, true)
      bundle() == new BundleConfig(directory, true, true, Duration.ofMillis(500))
      email() == new EmailConfig(
          new TransportConfig(new TransportConfig.Way.Smtp(SmtpUrl.parse('smtp://u:p@mail:2525?starttls=required')), new SendLimits(5, 200)), 'Ada <ada@example.com>',
          directory.resolve('home/mailbox'), true)
      keeping() == new KeepingConfig(Duration.ofDays(7), Duration.ofDays(8), Duration.ofDays(9), Duration.ofDays(10), Duration.ofDays(30), Duration.ofDays(11))
      tracking() == new TrackingConfig(false, false, 'https://mail.example.com')
      preferences() == new PreferenceConfig('k' * 32, ['old', 'older'], Duration.ofDays(30), 5, false)
      http() == new ServerConfig(4000, 'https://mail.example.com', OptionalInt.of(4001), Optional.of('sk_admin'), Optional.of('i' * 32),
          new LimitConfig(Optional.of('rediss://:pw@cache:6380/1'), 0, 500), true)
      operators() == new OperatorConfig('https://run.example.com:8443', ['https://mail.example.com', 'https://run.example.com:8443', 'https://studio.example.com', 'http://dev.example.com'],
          'acme', Optional.of('ada@example.com'), Optional.of('correct horse'), 7, 2)
      operators().secure
      !(operators().toString() =~ /horse|ada/)
    }
  }

  def "the other spelling #alias means #name, and the own name wins"() {
    expect:
    read(AppConfig.from(Mode.ALL, [DATABASE_URL: URL, (alias): value] + more))
    !read(AppConfig.from(Mode.ALL, [DATABASE_URL: URL, (alias): value, (name): own] + more))

    where:
    alias      | name          | value        | own           | more                                         | read
    'RESEND_FROM_EMAIL' | 'EMAIL_FROM' | 'a@b.c' | 'd@e.f' | [:] | { it.email().from() == 'a@b.c' }
    'NODE_ENV' | 'SOJOURN_ENV' | 'production' | 'development' | [EMAIL_PROVIDER: 'log', EMAIL_FROM: 'a@b.c', API_PUBLIC_URL: 'https://x', AUTH_SECRET: 'k' * 32] | { it.production() }
    'HOGSEND_BOOTSTRAP_API_KEY' | 'SOJOURN_BOOTSTRAP_API_KEY' | 'false' | 'true' | [:] | { !it.mintsFirstKey() }
    'HOGSEND_INGEST_SUSPENDED' | 'INGEST_SUSPENDED' | 'true' | 'false' | [:] | { it.http().ingestSuspended() }
    'BETTER_AUTH_URL' | 'AUTH_URL' | 'https://a.example.com' | 'https://b.example.com' | [:] | { it.operators().url() == 'https://a.example.com' }
    'BETTER_AUTH_TRUSTED_ORIGINS' | 'AUTH_TRUSTED_ORIGINS' | 'https://a.example.com' | 'https://b.example.com' | [:] | { 'https://a.example.com' in it.operators().origins() }
    'BETTER_AUTH_SECRET' | 'AUTH_SECRET' | 'a' * 32 | 'b' * 32 | [:] | { it.preferences().secret() == 'a' * 32 }
  }

  def "journeys run on Hatchet where there is a token, unless it is said otherwise"() {
    given:
    def there = FakeHatchet.open().withCloseable { it.environment() } + [DATABASE_URL: URL]

    expect:
    AppConfig.from(Mode.ALL, there).engine().with { [backing(), hatchet().get().address()] } == ['hatchet', there.HATCHET_CLIENT_HOST_PORT]
    AppConfig.from(Mode.ALL, there + [ENGINE: 'local']).engine().with { [backing(), hatchet(), passesOn()] } == ['local', Optional.empty(), false]
    AppConfig.from(Mode.ALL, there).engine().with { [firstContact(), passesOn()] } == [Duration.ofSeconds(30), false]
    AppConfig.from(Mode.ALL, there + [HATCHET_PUSH_EVENTS: 'true', HATCHET_CONNECT_TIMEOUT: '5s']).engine()
        .with { [firstContact(), passesOn()] } == [Duration.ofSeconds(5), true]
    !AppConfig.from(Mode.ALL, there).toString().contains(there.HATCHET_CLIENT_TOKEN)
  }

  def "Hatchet without a token, or with settings that cannot be, is refused in one line each"() {
    when:
    AppConfig.from(Mode.ALL, [DATABASE_URL: URL] + more)

    then:
    def refusal = thrown(BadSettings)
    refusal.problems().size() == 1
    refusal.problems()[0].startsWith(said)

    where:
    more                              || said
    [ENGINE: 'hatchet']               || "HATCHET_CLIENT_TOKEN: is not set; ENGINE 'hatchet' needs it"
    [HATCHET_CLIENT_TOKEN: 'no.such'] || 'HATCHET_CLIENT_TOKEN: '
    [HATCHET_PUSH_EVENTS: 'true']     || "HATCHET_PUSH_EVENTS: needs ENGINE 'hatchet'"
    [HATCHET_CONNECT_TIMEOUT: '1m']   || 'HATCHET_CONNECT_TIMEOUT: is longer than 50s'
  }

  def "#name '#value' is refused: #sentence"() {
    when:
    AppConfig.from(Mode.ALL, [DATABASE_URL: URL] + [(name): value])

    then:
    def refusal = thrown(BadSettings)
    refusal.problems() == ["$name: $sentence".toString()]

    where:
    name                    | value                 || sentence
    'PORT'                  | '99999'               || "'99999' is not a whole number from 0 to 65535"
    'PORT'                  | 'http'                || "'http' is not a whole number from 0 to 65535"
    'METRICS_PORT'          | 'none'                || "'none' is not a whole number from 0 to 65535"
    'DATABASE_POOL_MAX'     | '0'                   || "'0' is not a whole number from 1 to 50"
    'SKIP_SCHEMA_CHECK'     | 'yes'                 || "'yes' is not one of true, false"
    'SOJOURN_ENV'           | 'prod'                || "'prod' is not one of development, production, test"
    'LOG_LEVEL'             | 'loud'                || "'loud' is not one of error, warn, info, http, debug"
    'ENGINE'                | 'magic'               || "'magic' is not one of local, hatchet"
    'SCRIPTS_POLL_INTERVAL' | 'often'               || "'often' is not a duration such as 500ms, 10s or 5m"
    'SCRIPTS_POLL_INTERVAL' | '1ms'                 || 'is shorter than 100ms'
    'SOJOURN_BUNDLE'        | '/no/such/directory'  || "'/no/such/directory' is not a directory"
    'IDENTITY_SECRET'       | 'short'               || 'is shorter than 32 characters, and could be guessed'
    'REDIS_URL'             | 'localhost:6379'      || 'is not of the form redis://:password@host:6379'
    'ADMIN_RATE_LIMIT_PER_MINUTE' | '-1'            || "'-1' is not a whole number from 0 to 100000000"
    'INGEST_SUSPENDED'      | 'yes'                 || "'yes' is not one of true, false"
    'EMAIL_PROVIDER'        | 'pigeon'              || "'pigeon' is not one of log, postmark, resend, smtp"
    'AUTH_SECRET'           | 'short'               || 'is shorter than 32 characters; make one with: openssl rand -base64 32'
    'AUTH_URL'              | 'example.com'         || "'example.com' is not of the form https://host"
    'AUTH_TRUSTED_ORIGINS'  | 'https://a.b,c'       || "'c' is not of the form https://host"
    'AUTH_COOKIE_PREFIX'    | 'a;b'                 || "'a;b' is not 1 to 40 letters, digits, dashes and underscores"
    'STUDIO_ADMIN_EMAIL'    | 'nobody'              || "'nobody' is not of the form name@domain or Name <name@domain>"
    'STUDIO_ADMIN_PASSWORD' | 'secret7'             || 'has not 8 to 128 characters'
    'TRUSTED_PROXIES'       | 'all'                 || "'all' is not a whole number from 0 to 20"
    'AUDIT_LOGS_KEPT'       | '1h'                  || 'is shorter than 1d'
    'EMAIL_FROM'            | 'nobody'              || "'nobody' is not of the form name@domain or Name <name@domain>"
    'SMTP_URL'              | 'smtp://m?x=y'        || "has something else than starttls=, auth=, timeout=, name= or ca= after its '?'; percent-encode special characters of a password"
    'EMAIL_CONCURRENCY'     | '0'                   || "'0' is not a whole number from 1 to 512"
    'EMAIL_RATE'            | 'fast'                || "'fast' is not a whole number from 0 to 100000"
    'RESEND_API_KEY'        | 'a key'               || 'has a space or another character that no key has'
    'SMTP_URL'              | 'mail.example.com:25' || 'is not of the form smtp://user:password@host:port?starttls=… or smtps://…'
    'SMTP_URL'              | 'smtp://me@mail'      || 'names a user without a password'
    'SMTP_URL'              | 'smtp://m?starttls=x' || "has a starttls that is not one of required, optional, disabled"
    'SOJOURN_TEST_MODE'     | 'on'                  || "'on' is not one of auto, true, false"
    'EMAIL_DOMAIN'          | 'a@b.co'              || "'a@b.co' is no domain, such as mail.example.com"
    'SOJOURN_TEST_EMAIL'    | 'nobody'              || "'nobody' is not of the form name@domain or Name <name@domain>"
    'RESEND_WEBHOOK_SECRET' | 'hush'                || 'is not of the form whsec_ and Base64'
    'API_PUBLIC_URL'        | 'example.com'         || "'example.com' is not of the form https://host"
    'API_PUBLIC_URL'        | 'ftp://example.com'   || "'ftp://example.com' is not of the form https://host"
    'API_PUBLIC_URL'        | 'https://a.b/c'       || "'https://a.b/c' is not of the form https://host"
    'API_PUBLIC_URL'        | 'https://a.b?c'       || "'https://a.b?c' is not of the form https://host"
    'API_PUBLIC_URL'        | 'https://a@b.c'       || "'https://a@b.c' is not of the form https://host"
    'TRACK_OPENS'           | 'off'                 || "'off' is not one of true, false"
    'TRACK_CLICKS'          | 'off'                 || "'off' is not one of true, false"
    'ENABLED_WEBHOOK_PRESETS' | 'stripe,stirpe'     || "'stirpe' is not one of clerk, intercom, posthog, segment, stripe, supabase; or say * or none"
    'SOJOURN_BOOTSTRAP_API_KEY' | 'no'              || "'no' is not one of true, false"
    'CALLERS_KEPT'          | '1h'                  || 'is shorter than 1d'
    'DELIVERIES_KEPT'       | '36501d'              || 'is longer than 36500d'
    'DATABASE_URL'          | ' '                   || 'is not set'
    'DATABASE_URL'          | 'mysql://a@b/c'       || 'is not of the form postgresql://user:password@host:port/database'
    'DATABASE_URL'          | 'postgresql://a:b/c@d' || 'has a port that is not 1 to 65535; percent-encode special characters of a password'
    'DATABASE_URL'          | 'postgresql://host/x' || "names no user before the '@'"
    'DATABASE_URL'          | URL + '?sslmode=off'  || "has sslmode 'off', which is not one of allow, disable, prefer, require, verify-ca, verify-full"
  }

  def "credentials #set mean the provider #provider"() {
    expect:
    AppConfig.from(Mode.ALL, [DATABASE_URL: URL] + set).email().transport().way() == way
    way.id() == provider

    where:
    set                                                                          || provider   | way
    [:]                                                                          || 'log'      | new Way.Log()
    [SMTP_URL: 'smtp://mail']                                                    || 'smtp'     | new Way.Smtp(SmtpUrl.parse('smtp://mail'))
    [RESEND_API_KEY: 're_1']                                                     || 'resend'   | new Way.Resend(new MailAccount(URI.create('https://api.resend.com'), 're_1'))
    [POSTMARK_SERVER_TOKEN: 't']                                                 || 'postmark' | new Way.Postmark(new MailAccount(URI.create('https://api.postmarkapp.com'), 't'), 'outbound')
    [EMAIL_PROVIDER: 'log', RESEND_API_KEY: 're_1', SMTP_URL: 'smtp://mail']     || 'log'      | new Way.Log()
    [EMAIL_PROVIDER: 'smtp', RESEND_API_KEY: 're_1', SMTP_URL: 'smtp://mail']    || 'smtp'     | new Way.Smtp(SmtpUrl.parse('smtp://mail'))
    [RESEND_API_KEY: 're_1', RESEND_API_URL: 'http://127.0.0.1:99/x/']           || 'resend'   | new Way.Resend(new MailAccount(URI.create('http://127.0.0.1:99/x'), 're_1'))
    [POSTMARK_SERVER_TOKEN: 't', POSTMARK_API_URL: 'https://proxy', POSTMARK_MESSAGE_STREAM: 'news'] || 'postmark' | new Way.Postmark(new MailAccount(URI.create('https://proxy'), 't'), 'news')
  }

  def "settings #set do not say who sends: #sentence"() {
    when:
    AppConfig.from(Mode.ALL, [DATABASE_URL: URL, SOJOURN_ENV: production ? 'production' : 'development'] + LIVE + set)

    then:
    def refusal = thrown(BadSettings)
    refusal.problems() == [sentence]

    where:
    production | set                                                     || sentence
    true       | [:]                                                     || 'EMAIL_PROVIDER: is not set, and in production nothing is assumed'
    false      | [RESEND_API_KEY: 're_1', SMTP_URL: 'smtp://mail']       || 'EMAIL_PROVIDER: is not set, though RESEND_API_KEY and SMTP_URL are; it must be one of resend, smtp'
    false      | [EMAIL_PROVIDER: 'resend', POSTMARK_SERVER_TOKEN: 't']  || "RESEND_API_KEY: is not set, though EMAIL_PROVIDER is 'resend'"
    false      | [EMAIL_PROVIDER: 'postmark']                            || "POSTMARK_SERVER_TOKEN: is not set, though EMAIL_PROVIDER is 'postmark'"
    false      | [EMAIL_PROVIDER: 'smtp']                                || "SMTP_URL: is not set, though EMAIL_PROVIDER is 'smtp'"
    false      | [RESEND_API_KEY: 'k', RESEND_API_URL: 'http://mail']    || 'RESEND_API_URL: is not of the form https://host/path; http alone is for this machine'
    false      | [RESEND_API_KEY: 'k', RESEND_API_URL: 'http://127.evil.example'] || 'RESEND_API_URL: is not of the form https://host/path; http alone is for this machine'
    false      | [RESEND_API_KEY: 'k', RESEND_API_URL: 'https://a:b@mail'] || 'RESEND_API_URL: is not of the form https://host/path; http alone is for this machine'
  }

  def "a file in providers/ is a provider, and gets the secrets that it names"() {
    given:
    Files.createDirectories(directory.resolve('providers'))
    Files.writeString(directory.resolve('providers/acme.groovy'),
        "provider('acme') { secrets 'ACME_TOKEN'; send { mail -> post 'https://acme.example', json: [to: mail.to] } }")
    def set = [DATABASE_URL: URL, SOJOURN_BUNDLE: directory.toString(), EMAIL_PROVIDER: 'acme', OTHER: 'x']

    when:
    def way = AppConfig.from(Mode.ALL, set + [ACME_TOKEN: 'hush']).email().transport().way()

    then:
    way.id() == 'acme'
    way.secrets() == [ACME_TOKEN: 'hush']
    way.here()
    !way.toString().contains('hush')

    and: 'in production it may ask nobody here'
    !AppConfig.from(Mode.ALL, set + LIVE + [ACME_TOKEN: 'hush', SOJOURN_ENV: 'production']).email().transport().way().here()

    when:
    AppConfig.from(Mode.ALL, set)

    then:
    def missing = thrown(BadSettings)
    missing.problems() == ['ACME_TOKEN: is not set, though providers/acme.groovy asks for it']

    when:
    AppConfig.from(Mode.ALL, set + [EMAIL_PROVIDER: 'pigeon'])

    then:
    def unknown = thrown(BadSettings)
    unknown.problems() == ["EMAIL_PROVIDER: 'pigeon' is not one of log, postmark, resend, smtp, acme"]

    when:
    Files.writeString(directory.resolve('providers/acme.groovy'), "provider('acme') {\n  send { mail -> mail.bcc }\n}")
    AppConfig.from(Mode.ALL, set)

    then:
    def broken = thrown(BadSettings)
    broken.problems().size() == 1
    broken.problems().first().startsWith('EMAIL_PROVIDER: providers/acme.groovy:2:')
  }

  def "the test mode '#mode' is #active, its address is '#address', and it asks about '#watched'"() {
    when:
    def test = AppConfig.from(Mode.ALL, [DATABASE_URL: URL] + settings).testMode()

    then:
    test.mode() == mode
    test.active == active
    test.target().orElse(null) == address
    test.watched().orElse(null) == watched

    where:
    settings                                                                                 || mode    | active | address   | watched
    [:]                                                                                      || 'auto'  | false  | null      | null
    [EMAIL_DOMAIN: 'Mail.Example.com']                                                       || 'auto'  | false  | null      | 'mail.example.com'
    [SOJOURN_TEST_MODE: 'false', EMAIL_DOMAIN: 'example.com']                                || 'false' | false  | null      | null
    [SOJOURN_TEST_MODE: 'true', SOJOURN_TEST_EMAIL: 'qa@b.co']                               || 'true'  | true   | 'qa@b.co' | null
    [HOGSEND_TEST_MODE: 'true', HOGSEND_TEST_EMAIL: 'qa@b.co', STUDIO_ADMIN_EMAIL: 'a@b.co'] || 'true'  | true   | 'qa@b.co' | null
    [SOJOURN_TEST_MODE: 'true', STUDIO_ADMIN_EMAIL: 'a@b.co']                                || 'true'  | true   | 'a@b.co'  | null
    [SOJOURN_TEST_MODE: 'false', HOGSEND_TEST_MODE: 'true']                                  || 'false' | false  | null      | null
  }

  def "the proofs of webhooks are mapped, several secrets while one is changed"() {
    when:
    def webhooks = AppConfig.from(Mode.ALL, [DATABASE_URL: URL, RESEND_WEBHOOK_SECRET: 'whsec_aHVzaA==  whsec_c3RpbGw=',
        POSTMARK_WEBHOOK_USER: 'hook', POSTMARK_WEBHOOK_PASS: 'hush']).webhooks()

    then:
    webhooks.resendSecrets() == ['whsec_aHVzaA==', 'whsec_c3RpbGw=']
    webhooks.postmarkUser().get() == 'hook'
    webhooks.postmarkPassword().get() == 'hush'
    webhooks.toString() == 'WebhookConfig[resend=true, postmark=true]'
    AppConfig.from(Mode.ALL, [DATABASE_URL: URL]).webhooks().resendSecrets() == []
  }

  def "'#said' chooses among journeys and lists: #chosen"() {
    when:
    def bundle = AppConfig.from(Mode.ALL, [DATABASE_URL: URL, ENABLED_JOURNEYS: said, ENABLED_LISTS: said]).bundle()

    then:
    bundle.journeys() == chosen
    bundle.lists() == chosen
    ['a', 'b', 'c'].findAll { chosen.has(it) } == those

    where:
    said     || chosen                                  | those
    ''       || Chosen.ALL                              | ['a', 'b', 'c']
    '*'      || Chosen.ALL                              | ['a', 'b', 'c']
    ','      || new Chosen(false, [] as Set)            | []
    'none'   || new Chosen(false, [] as Set)            | []
    'b, a,'  || new Chosen(false, ['a', 'b'] as Set)    | ['a', 'b']
  }

  def "the operator's changes of the schema lie in the bundle, or in a folder of their own"() {
    given:
    def folder = Files.createDirectories(directory.resolve('elsewhere/migrations'))
    def set = [DATABASE_URL: URL, SOJOURN_BUNDLE: directory.toString()]

    expect:
    AppConfig.from(Mode.MIGRATE, set).bundle().changelog() == directory.resolve('changelog')

    when:
    AppConfig.from(Mode.MIGRATE, set + [CLIENT_MIGRATIONS_FOLDER: folder.toString()])

    then:
    def missing = thrown(BadSettings)
    missing.problems() == ["CLIENT_MIGRATIONS_FOLDER: '$folder' holds no file client.xml".toString()]

    when:
    Files.writeString(folder.resolve('client.xml'), '<databaseChangeLog/>')

    then:
    AppConfig.from(Mode.MIGRATE, set + [CLIENT_MIGRATIONS_FOLDER: folder.toString()]).bundle().changelog() == folder
  }

  def "'#said' allows the sources #allowed"() {
    expect:
    AppConfig.from(Mode.ALL, [DATABASE_URL: URL, ENABLED_WEBHOOK_PRESETS: said]).sources().presets() == allowed

    where:
    said              || allowed
    ''                || ['clerk', 'intercom', 'posthog', 'segment', 'stripe', 'supabase']
    '*'               || ['clerk', 'intercom', 'posthog', 'segment', 'stripe', 'supabase']
    'none'            || []
    'stripe, clerk'   || ['clerk', 'stripe']
  }

  def "a source gets no secret of the service's own, under none of its names, and prints none"() {
    given:
    def sources = AppConfig.from(Mode.ALL, [DATABASE_URL: URL, BETTER_AUTH_SECRET: 'a' * 32, ADMIN_API_KEY: 'sk_hush', SMTP_URL: 'smtp://u:hush@mail',
        FORMS_SECRET: 'hush', STRIPE_WEBHOOK_SECRET: 'whsec_hush', EMPTY: ' ']).sources()

    expect:
    sources.variables() == [FORMS_SECRET: 'hush', STRIPE_WEBHOOK_SECRET: 'whsec_hush']
    sources.secret('FORMS_SECRET') == Optional.of('hush')
    ['DATABASE_URL', 'AUTH_SECRET', 'BETTER_AUTH_SECRET', 'ADMIN_API_KEY', 'SMTP_URL', 'NONE'].every { sources.secret(it).isEmpty() }
    sources.trusting()
    !sources.toString().contains('hush')
    !AppConfig.from(Mode.ALL, [DATABASE_URL: URL, SOJOURN_ENV: 'production', EMAIL_PROVIDER: 'log'] + LIVE).sources().trusting()
  }

  def "half a login of a webhook is refused"() {
    when:
    AppConfig.from(Mode.ALL, [DATABASE_URL: URL, POSTMARK_WEBHOOK_USER: 'hook'])

    then:
    def refusal = thrown(BadSettings)
    refusal.problems() == ['POSTMARK_WEBHOOK_PASS: is not set, though the other half of the login is']
  }

  def "all that is wrong is told at once"() {
    when:
    AppConfig.from(Mode.ALL, [PORT: '-1', LOG_LEVEL: 'loud', SMTP_URL: 'x', NODE_ENV: 'production'])

    then:
    def refusal = thrown(BadSettings)
    refusal.problems().collect { it.takeWhile { it != ':' } } as Set ==
        ['DATABASE_URL', 'PORT', 'LOG_LEVEL', 'SMTP_URL', 'EMAIL_FROM', 'API_PUBLIC_URL', 'AUTH_SECRET'] as Set
  }

  def "no secret is printed, neither of good settings nor of bad ones"() {
    when:
    def good = AppConfig.from(Mode.ALL, [DATABASE_URL: URL, EMAIL_PROVIDER: provider, SMTP_URL: 'smtp://u:hush@mail', RESEND_API_KEY: 're_hush', POSTMARK_SERVER_TOKEN: 'hush', ADMIN_API_KEY: 'sk_hush'])

    then:
    !good.toString().contains('hush')
    !good.toString().contains('s3cret')
    good.toString().contains('postgresql://ada@db:5433/sojourn')

    when:
    AppConfig.from(Mode.ALL, [DATABASE_URL: 'postgresql://ada:hu sh@db/x', SMTP_URL: 'smtp://u:hu sh@mail', PORT: 'x'])

    then:
    def refusal = thrown(BadSettings)
    refusal.problems().size() == 3
    !refusal.message.contains('hu sh')

    where:
    provider << ['log', 'smtp', 'resend', 'postmark']
  }

  def "a database's address goes there and back"() {
    when:
    def url = DatabaseUrl.parse(text)

    then:
    url.host() == host
    url.port() == port
    url.name() == name
    url.socketDirectory() == Optional.ofNullable(socket)
    DatabaseUrl.parse(url.text()) == url

    where:
    text                                                   || host        | port | name  | socket
    'postgresql://a@h/n'                                   || 'h'         | 5432 | 'n'   | null
    'postgres://a:p%40ss%2Bw+rd@h:1/n?sslmode=require'     || 'h'         | 1    | 'n'   | null
    'postgresql://a@h'                                     || 'h'         | 5432 | 'a'   | null
    'postgresql://a@[::1]:5/n'                             || '::1'       | 5    | 'n'   | null
    'postgresql://a@127.0.0.1:5/n%20m?host=/run/postgres'  || '127.0.0.1' | 5    | 'n m' | '/run/postgres'
  }
}
