package dev.identitycenter.operator.requests;

import dev.identitycenter.operator.api.v1alpha1.AsyncRequest.Operation;
import dev.identitycenter.operator.budget.WorkflowSlots.Claim;
import dev.identitycenter.operator.requests.RequestsInAws.Found;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Calls whose answer was lost: nobody knows whether AWS accepted a request. They become clear when
 * AWS lists a request about the same subject, or has had time to list it and does not.
 */
final class UnclearRequests {

  private final RequestsInAws aws;
  private final Map<Subject, Question> questions = new HashMap<>();

  /**
   * Whether AWS accepted a request about the subject.
   *
   * @param wake runs once it is clear
   */
  record Question(
      Subject subject, Operation operation, Claim claim, Runnable wake, Instant since) {}

  /** What became of a question. */
  interface Outcomes {
    void accepted(Question question, Found found);

    void notAccepted(Question question);
  }

  UnclearRequests(RequestsInAws aws) {
    this.aws = aws;
  }

  synchronized void add(Question question) {
    questions.put(question.subject(), question);
  }

  synchronized boolean contains(Subject subject) {
    return questions.containsKey(subject);
  }

  synchronized boolean isEmpty() {
    return questions.isEmpty();
  }

  synchronized Map<Subject, Question> of(Operation operation) {
    var result = new HashMap<>(questions);
    result.values().removeIf(question -> question.operation() != operation);
    return result;
  }

  /**
   * Describes the requests that are not ours as far as we know.
   *
   * @param others ids that AWS listed and we do not know
   * @param listedSince requests older than this would have been listed
   * @return those ids that belong to nobody here
   */
  Set<String> resolve(
      Operation operation, Set<String> others, Instant listedSince, Outcomes outcomes) {
    var open = of(operation);
    var foreign = new HashSet<>(others);
    if (open.isEmpty()) {
      return foreign;
    }
    for (var id : others) {
      var found = aws.describe(operation, id);
      var question = found.map(request -> open.remove(request.subject()));
      if (question.isPresent()) {
        foreign.remove(id);
        // In flight before it stops being unclear: nobody sees a moment without it.
        outcomes.accepted(question.get(), found.get());
        settle(question.get());
      }
    }
    open.values().stream()
        .filter(question -> question.since().isBefore(listedSince))
        .filter(this::settle)
        .forEach(outcomes::notAccepted);
    return foreign;
  }

  private synchronized boolean settle(Question question) {
    return questions.remove(question.subject(), question);
  }
}
