package dev.identitycenter.operator.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitycenter.operator.identitycenter.AssignmentKey;
import dev.identitycenter.operator.identitycenter.FailureKind;
import dev.identitycenter.operator.testing.FakeIdentityCenter;
import dev.identitycenter.operator.testing.Fixtures;
import dev.identitycenter.operator.testing.MutableClock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DelegateLimitsTest {
  private static final String MANAGEMENT = FakeIdentityCenter.MANAGEMENT_ACCOUNT;
  private static final String DELEGATE = "222233334444";
  private static final String MEMBER = "111122223333";
  private static final String CALLER = "GetCallerIdentity";
  private static final Duration A_WHILE = Duration.ofMinutes(5);

  private final MutableClock clock = MutableClock.standing();
  private final FakeIdentityCenter aws = new FakeIdentityCenter(clock);
  private final DelegateLimits limits =
      new DelegateLimits(
          aws, new AccountDirectory(aws.accounts(), Duration.ofMinutes(10), clock), clock);
  private AssignmentKey inMember;
  private AssignmentKey inManagement;

  @BeforeEach
  void somethingToAssign() {
    var set = aws.hasPermissionSet("ReadOnly");
    inMember = Fixtures.key(set, "g-1", MEMBER);
    inManagement = Fixtures.key(set, "g-1", MANAGEMENT);
    aws.runsIn(DELEGATE);
  }

  @Test
  void keepsADelegateOutOfTheManagementAccount() {
    assertThat(limits.onCreation(inManagement))
        .hasValueSatisfying(
            why ->
                assertThat(why)
                    .contains(MANAGEMENT, DELEGATE, "credentials of the management account"));
    assertThat(limits.onDeletion(inManagement))
        .hasValueSatisfying(why -> assertThat(why).contains("Retain"));
  }

  @Test
  void leavesADelegateAloneElsewhere() {
    assertThat(limits.onCreation(inMember)).isEmpty();
    assertThat(limits.onDeletion(inMember)).isEmpty();
    assertThat(limits.onPermissionSet(inMember.permissionSetArn())).isEmpty();
  }

  @Test
  void keepsADelegateFromASetThatTheManagementAccountUses() {
    aws.hasAssignment(inManagement);

    assertThat(limits.onPermissionSet(inMember.permissionSetArn()))
        .hasValueSatisfying(
            why -> assertThat(why).contains(inMember.permissionSetArn(), MANAGEMENT, DELEGATE));
    assertThat(limits.onCreation(inMember)).isPresent();
  }

  /** AWS documents no such limit. */
  @Test
  void letsADelegateTakeAccessBackWhateverTheSet() {
    aws.hasAssignment(inManagement);

    assertThat(limits.onDeletion(inMember)).isEmpty();
  }

  @Test
  void limitsNothingInTheManagementAccountItself() {
    aws.runsIn(MANAGEMENT);
    aws.hasAssignment(inManagement);

    assertThat(limits.onCreation(inManagement)).isEmpty();
    assertThat(limits.onPermissionSet(inMember.permissionSetArn())).isEmpty();
    assertThat(aws.calls("ListAccountsForProvisionedPermissionSet")).isZero();
  }

  @Test
  void noticesThatASetLeftTheManagementAccount() {
    aws.hasAssignment(inManagement);
    assertThat(limits.onCreation(inMember)).isPresent();

    aws.lostAssignment(inManagement);
    clock.advance(A_WHILE);

    assertThat(limits.onCreation(inMember)).isEmpty();
  }

  @Test
  void asksOnceForManyAssignments() {
    for (int i = 0; i < 20; i++) {
      limits.onCreation(inMember);
    }
    clock.advance(A_WHILE);
    limits.onDeletion(inMember);

    assertThat(aws.calls(CALLER)).isEqualTo(1);
    assertThat(aws.calls("ListAccountsForProvisionedPermissionSet")).isEqualTo(1);
  }

  @Test
  void looksAnewBeforeASetIsEdited() {
    assertThat(limits.onCreation(inMember)).isEmpty();

    aws.hasAssignment(inManagement);

    assertThat(limits.onPermissionSet(inMember.permissionSetArn())).isPresent();
  }

  @Test
  void limitsNothingWhileItCannotTell() {
    aws.failNext(CALLER, FailureKind.UNAVAILABLE);

    assertThat(limits.onCreation(inManagement)).isEmpty();
    assertThat(limits.onCreation(inManagement)).isEmpty();
    assertThat(aws.calls(CALLER)).isEqualTo(1);

    clock.advance(Duration.ofHours(1));
    assertThat(limits.onCreation(inManagement)).isPresent();
  }

  @Test
  void limitsNothingWhenAwsDoesNotSayWhereASetIs() {
    aws.hasAssignment(inManagement);
    aws.failNext("ListAccountsForProvisionedPermissionSet", FailureKind.ACCESS_DENIED);

    assertThat(limits.onCreation(inMember)).isEmpty();
    assertThat(limits.onCreation(inMember)).isPresent();
  }
}
