/**
 * A real Kubernetes API for tests: {@code etcd} and {@code kube-apiserver} as processes beside the
 * JVM, reached with {@link dev.identitycenter.operator.testing.cluster.ClusterTest}.
 *
 * <p>Nothing else of a cluster runs. In particular there is no controller manager, so:
 *
 * <ul>
 *   <li>a deleted namespace stays {@code Terminating} for ever and its contents stay, hence {@code
 *       newNamespace} makes a fresh one for each class and nobody removes them;
 *   <li>owner references collect nothing: children of a deleted object stay, and {@code
 *       --cascade=foreground} never ends;
 *   <li>namespaces have no {@code default} service account, deployments have no pods, and
 *       aggregated cluster roles such as {@code view} do not take up the rules that label selectors
 *       give them.
 * </ul>
 *
 * <p>Finalizers, admission, validation, server-side apply, watches, RBAC and service account tokens
 * are the real thing.
 */
package dev.identitycenter.operator.testing.cluster;
