/** The names, labels and descriptions of the job's metrics. */
package io.darkroom.metric;
