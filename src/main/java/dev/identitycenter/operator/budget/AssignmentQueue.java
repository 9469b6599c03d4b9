package dev.identitycenter.operator.budget;

import dev.identitycenter.operator.budget.WorkflowSlots.Waiting;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Assignments that wait for a place. The account with most to do goes first, because its changes
 * follow one another and would be the tail of the whole work; among accounts with equally much to
 * do, the order is group by group. Every third place goes by that order alone, so that a small
 * account does not wait for all the large ones.
 */
final class AssignmentQueue {

  private static final int IN_ORDER = 3;

  /** After this many grants in a row, a group lets the others go first. */
  private static final int GROUP_QUANTUM = 64;

  private final Map<Object, Map<Object, Waiting>> groups = new LinkedHashMap<>();
  private final Map<String, Integer> waitingPerAccount = new HashMap<>();
  private int grantsOfFirstGroup;
  private int grants;

  /** Adds a claim, or replaces the one its owner already has here. */
  void put(Waiting waiting) {
    var claim = waiting.claim();
    var group = groups.computeIfAbsent(claim.group(), absent -> new LinkedHashMap<>());
    if (group.put(claim.owner(), waiting) != null) {
      // It keeps its turn.
      return;
    }
    claim.accounts().forEach(account -> waitingPerAccount.merge(account, 1, Integer::sum));
  }

  /** The claim that is next among those whose account is free; it waits no longer. */
  Optional<Waiting> take(Set<String> busy) {
    var inOrder = (grants + 1) % IN_ORDER == 0;
    Waiting next = null;
    var most = 0;
    for (var group : groups.values()) {
      for (var waiting : group.values()) {
        var load = inOrder ? 1 : load(waiting);
        if (load > most && waiting.claim().accounts().stream().noneMatch(busy::contains)) {
          next = waiting;
          most = load;
        }
      }
    }
    if (next != null) {
      grants++;
      countGrant(next.claim().group());
      remove(next.claim().owner());
    }
    return Optional.ofNullable(next);
  }

  void remove(Object owner) {
    for (var group : groups.entrySet()) {
      var removed = group.getValue().remove(owner);
      if (removed != null) {
        forget(removed, group.getKey());
        return;
      }
    }
  }

  int size() {
    return groups.values().stream().mapToInt(Map::size).sum();
  }

  private int load(Waiting waiting) {
    return waiting.claim().accounts().stream().mapToInt(waitingPerAccount::get).max().orElse(1);
  }

  private void forget(Waiting removed, Object group) {
    removed
        .claim()
        .accounts()
        .forEach(
            account ->
                waitingPerAccount.computeIfPresent(account, (a, n) -> n == 1 ? null : n - 1));
    if (groups.get(group).isEmpty()) {
      if (isFirst(group)) {
        grantsOfFirstGroup = 0;
      }
      groups.remove(group);
    }
  }

  private void countGrant(Object group) {
    if (!isFirst(group) || ++grantsOfFirstGroup < GROUP_QUANTUM) {
      return;
    }
    grantsOfFirstGroup = 0;
    groups.put(group, groups.remove(group));
  }

  private boolean isFirst(Object group) {
    return groups.keySet().iterator().next().equals(group);
  }
}
