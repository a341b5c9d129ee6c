package dev.sojourn.testkit

import java.lang.annotation.Retention
import java.lang.annotation.RetentionPolicy
import java.nio.file.Path
import org.spockframework.runtime.extension.ExtensionAnnotation
import org.spockframework.runtime.extension.IAnnotationDrivenExtension
import org.spockframework.runtime.extension.IMethodInterceptor
import org.spockframework.runtime.extension.IMethodInvocation
import org.spockframework.runtime.model.FeatureInfo
import spock.lang.TempDir
import spock.util.environment.RestoreSystemProperties

@RestoreSystemProperties
class TimelineSpec extends JourneySpecification implements TrialBundle {
  @TempDir Path directory

  @Override
  protected String journey() {
    'trial'
  }

  def setup() {
    bundle = directory
    System.setProperty('sojourn.bundle', directory.toString())
  }

  @FailsWithTimeline
  def "a failed condition shows the timeline, once"() {
    given:
    journey 'trial', "sendEmail 'first'"

    when:
    arrives 'begin'

    then:
    sent == ['other']
  }

  def "a long timeline shows its end, and the newest of many runs"() {
    given:
    journey 'trial', "sleepFor 1.days"

    when:
    def test = JourneyTest.of(directory, 'trial')
    100.times { test.contact("reader-$it").arrives('begin') }

    then:
    def shown = test.toString().readLines()*.trim()
    shown[0] == 'the timeline, from 2026-01-05T09:00:00Z'
    shown[1] == '… 100 lines before'
    shown[202] == '+0d 00:00:00  now'
    shown[203] == '… 80 runs before'
    shown.last() == "trial of reader-99 is waiting at 'sleep'"
    shown.size() == 224
  }
}

/** A feature that must fail, and show its timeline then. */
@Retention(RetentionPolicy.RUNTIME)
@ExtensionAnnotation(FailsWithTimelineExtension)
@interface FailsWithTimeline {}

class FailsWithTimelineExtension implements IAnnotationDrivenExtension<FailsWithTimeline> {
  @Override
  void visitFeatureAnnotation(FailsWithTimeline annotation, FeatureInfo feature) {
    feature.featureMethod.interceptors.add(0, FailsWithTimelineExtension::check as IMethodInterceptor)
  }

  static void check(IMethodInvocation invocation) {
    try {
      invocation.proceed()
    } catch (AssertionError e) {
      def told = e.message.readLines()*.trim()
      assert told[0] == 'Condition not satisfied:'
      assert "sent == ['other']" in told
      assert told.drop(told.indexOf('the timeline, from 2026-01-05T09:00:00Z')) == [
        'the timeline, from 2026-01-05T09:00:00Z',
        '+0d 00:00:00  event begin',
        '+0d 00:00:00  entered trial',
        "+0d 00:00:00  mail 'first' to someone@example.com",
        '+0d 00:00:00  completed trial',
        '+0d 00:00:00  now',
        'trial of someone@example.com is completed'
      ]
      return
    }
    throw new AssertionError((Object) 'the feature did not fail')
  }
}
