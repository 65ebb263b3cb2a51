/** Query parameters of calls that are no RPCs. */
package io.darkroom.gateway.http.query;
