package dev.sojourn.runtime.email;

import dev.sojourn.core.mail.Attachment;
import dev.sojourn.core.mail.MailExtras;
import dev.sojourn.core.mail.MailHeader;
import dev.sojourn.core.mail.MailTag;
import dev.sojourn.core.preference.MailLinks;
import dev.sojourn.core.render.InjectedProps;
import dev.sojourn.core.render.RenderFailed;
import dev.sojourn.core.render.Rendered;
import dev.sojourn.core.schedule.TimeZones;
import dev.sojourn.core.verdict.TestMode;
import dev.sojourn.runtime.bundle.ActiveTemplate;
import dev.sojourn.runtime.contact.Contact;
import dev.sojourn.runtime.database.PublicIds;
import dev.sojourn.runtime.telemetry.LogKey;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the draft of one send: whom for, and the mail itself. Works on worker threads. */
final class LetterWriter {
  private static final Logger log = LoggerFactory.getLogger(LetterWriter.class);

  /** Another process may have published a template that this one has not heard of yet. */
  private static final Duration TEMPLATE_WAIT = Duration.ofSeconds(2);

  /** With the wait, longer than it takes to follow a set that nobody was told of. */
  private static final int TEMPLATE_CLAIMS = 40;

  private static final String TASK = "journey:";

  private final PublicIds ids;
  private final Mailer.Rooms rooms;
  private final EmailSettings settings;

  LetterWriter(PublicIds ids, Mailer.Rooms rooms, EmailSettings settings) {
    this.ids = ids;
    this.rooms = rooms;
    this.settings = settings;
  }

  /**
   * What a draft is made of.
   *
   * @param contact whose mail it is, if anybody's
   * @param files those that lie beside the send
   * @param task the name of its journey's task, if it is of one
   * @param mode whether it stays in the house
   */
  record Letter(
      Claim claim,
      @Nullable Contact contact,
      List<SendFileStore.Stored> files,
      @Nullable String task,
      TestMode mode) {
    List<Attachment> attachments() {
      return files.stream().map(SendFileStore.Stored::attachment).toList();
    }
  }

  /** A letter with its request and the address it would go to. */
  private record Addressed(Letter letter, SendRequest request, MailAddress to) {
    Claim claim() {
      return letter.claim();
    }

    @Nullable Contact contact() {
      return letter.contact();
    }

    TestMode mode() {
      return letter.mode();
    }

    /** Whose preferences are asked, if any are. */
    @Nullable String asked() {
      return request.unchecked() ? null : to.email();
    }
  }

  /**
   * The draft; none of a mail in a newer format, which is left to a process that can read it, once
   * the lease is over.
   */
  Optional<Draft> draft(Letter letter, Instant now) {
    var stored = letter.claim().rendered();
    return stored == null ? Optional.of(fresh(letter, now)) : again(letter, stored);
  }

  private Optional<Draft> again(Letter letter, Buffer rendered) {
    var claim = letter.claim();
    if (letter.mode().blocks()) {
      return Optional.of(
          new Draft.Unmade(claim.address(), Outcome.skipped(claim, "test_mode_blocked")));
    }
    try {
      var mail = redirected(MailBytes.unpack(rendered), letter.mode());
      return Optional.of(
          Draft.Ready.again(claim, mail, SendRequest.read(claim), zone(letter.contact())));
    } catch (RuntimeException unreadable) {
      log.error("{} {} is stored in a form unknown here", LogKey.SEND, claim.id(), unreadable);
      return Optional.empty();
    }
  }

  private Draft fresh(Letter letter, Instant now) {
    var claim = letter.claim();
    var contact = letter.contact();
    SendRequest request;
    try {
      request = SendRequest.read(claim);
    } catch (RuntimeException broken) {
      return broken(claim, null, "request_unreadable", broken);
    }
    var to = request.to() != null ? request.to() : contact == null ? null : contact.email();
    if (to == null) {
      return new Draft.Unmade(
          null, Outcome.failed(claim, "no_address", "contact has no email address"));
    }
    try {
      return draft(new Addressed(letter, request, MailAddress.of(to)), now);
    } catch (IllegalArgumentException notAnAddress) {
      return broken(claim, null, "bad_address", notAnAddress);
    }
  }

  private Draft draft(Addressed letter, Instant now) {
    var claim = letter.claim();
    if (letter.mode().blocks()) {
      return new Draft.Unmade(letter.asked(), Outcome.skipped(claim, "test_mode_blocked"));
    }
    if (claim.hasFilesApart() && letter.letter().files().size() != claim.files()) {
      var error = "its files are not there: " + claim.files() + " were expected";
      return new Draft.Unmade(letter.asked(), Outcome.failed(claim, "files_missing", error));
    }
    try {
      var template = rooms.templates().find(claim.template());
      return template.isPresent()
          ? made(letter, template.get(), now)
          : new Draft.Unmade(letter.asked(), withoutTemplate(claim, now));
    } catch (RuntimeException | StackOverflowError broken) {
      return broken(claim, letter.asked(), "render_failed", broken);
    }
  }

  private Draft made(Addressed letter, ActiveTemplate template, Instant now) {
    var links = links(letter, now);
    var rendered = template.template().render(props(letter, links));
    var content =
        letter.request().test()
            ? rendered
            : rooms
                .tracking()
                .mark(letter.claim().id(), template.template().frontMatter(), rendered);
    var from = template.template().frontMatter().from();
    var mail = redirected(mail(letter, content, from, links, now), letter.mode());
    return new Draft.Ready(
        letter.claim(),
        Draft.plain(letter.to().email()),
        mail,
        MailBytes.pack(mail),
        template.version(),
        letter.request().policy(),
        letter.request().unchecked(),
        zone(letter.contact()));
  }

  private static OutgoingMail redirected(OutgoingMail mail, TestMode mode) {
    return mode.isRedirected(mail.to(), mail.subject())
        ? mail
        : mail.redirected(
            mode.from(mail.from()), mode.to(mail.to()), mode.subject(mail.to(), mail.subject()));
  }

  /** Read at each claim, so that a mail that was held is judged by the clock of then. */
  private static ZoneId zone(@Nullable Contact contact) {
    return TimeZones.of(
        null, name -> contact == null ? null : contact.properties().get(name), null);
  }

  private static Outcome withoutTemplate(Claim claim, Instant now) {
    var error = String.valueOf(RenderFailed.noTemplate(claim.template()).getMessage());
    return claim.epoch() < TEMPLATE_CLAIMS
        ? Outcome.putOff(claim, "template_awaited", error, now.plus(TEMPLATE_WAIT))
        : Outcome.failed(claim, "unknown_template", error);
  }

  private static Draft broken(Claim claim, @Nullable String address, String reason, Throwable why) {
    var error = why.getMessage() == null ? why.toString() : why.getMessage();
    return new Draft.Unmade(address, Outcome.failed(claim, reason, error));
  }

  private OutgoingMail mail(
      Addressed letter,
      Rendered content,
      @Nullable String from,
      MailLinks.@Nullable Of links,
      Instant now) {
    var subject = letter.request().subject();
    var said = subject == null ? content : content.withSubject(subject);
    return new OutgoingMail(
        ids.face(letter.claim().id()),
        now,
        Objects.requireNonNullElse(
            letter.request().from(), Objects.requireNonNullElse(from, settings.from())),
        letter.to().email(),
        said.subject(),
        said.html(),
        said.text(),
        extras(letter, links));
  }

  private static MailExtras extras(Addressed letter, MailLinks.@Nullable Of links) {
    var headers = new ArrayList<MailHeader>();
    if (links != null) {
      links.headers().forEach((name, value) -> headers.add(new MailHeader(name, value)));
    }
    return new MailExtras(
        letter.request().replyTo(), headers, tags(letter), letter.letter().attachments());
  }

  /** The first three make the {@code Feedback-ID}, each at its own place. */
  private static List<MailTag> tags(Addressed letter) {
    var claim = letter.claim();
    var task = letter.letter().task();
    var tags = new ArrayList<MailTag>();
    tags.add(MailTag.of("template", claim.template()));
    tags.add(MailTag.of("category", claim.category()));
    if (task != null) {
      var journey = task.startsWith(TASK) ? task.substring(TASK.length()) : task;
      tags.add(MailTag.of("journey", journey));
    }
    if (letter.request().test()) {
      tags.add(MailTag.of("test", "test"));
    }
    return tags;
  }

  /** The links by which the mail's reader leaves; the address is the one that is looked up. */
  private MailLinks.@Nullable Of links(Addressed letter, Instant now) {
    var links = settings.links();
    var contact = letter.contact();
    return links == null || letter.request().unchecked()
        ? null
        : links.of(
            contact == null ? "" : contact.briefKey(),
            Draft.plain(letter.to().email()),
            letter.claim().category(),
            now);
  }

  private static Map<String, @Nullable Object> props(
      Addressed letter, MailLinks.@Nullable Of links) {
    var contact = letter.contact();
    var request = letter.request();
    return InjectedProps.of(
            contact == null ? Map.of() : contact.properties(),
            letter.to().email(),
            request.journeyName(),
            request.eventName())
        .with(links)
        .under(request.props());
  }
}
