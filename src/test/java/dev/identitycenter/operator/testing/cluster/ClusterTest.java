package dev.identitycenter.operator.testing.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a test class whose constructor, life cycle methods or tests take the {@link TestCluster} as
 * parameter. All classes of a run share one cluster, so each works in namespaces of its own, cleans
 * up what is cluster-wide, and resumes what it stopped.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("cluster")
@ExtendWith(ClusterExtension.class)
public @interface ClusterTest {}
