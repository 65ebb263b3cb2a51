/** Records who changed what, and whose calls were refused. */
package io.darkroom.gateway.audit;
