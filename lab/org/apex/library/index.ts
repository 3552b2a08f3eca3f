/** The platform's classes that Apex code may use: what `compile` takes as its library. */
import { withProperties, type LibraryDeclaration } from './define.ts';
import { batch } from './async/batch.ts';
import { finalizers } from './async/finalizers.ts';
import { asyncInfo } from './async/async-info.ts';
import { jobs } from './async/jobs.ts';
import { cache } from './cache/cache.ts';
import { callable, comparable, comparator, iterable, iterator } from './collections/interfaces.ts';
import { list } from './collections/list.ts';
import { map } from './collections/map.ts';
import { set } from './collections/set.ts';
import { accessLevel } from './database/access-level.ts';
import { database, savepoint } from './database/database.ts';
import { leadConvert, leadConvertResult } from './database/lead-convert.ts';
import { queryLocator, queryLocatorIterator } from './database/queries.ts';
import { results } from './database/results.ts';
import { accessDecision, accessType, security } from './database/security.ts';
import { statusCode } from './database/status-code.ts';
import { date, time } from './dates/date.ts';
import { datetime } from './dates/datetime.ts';
import { timeZone } from './dates/time-zone.ts';
import { crypto, uuid } from './encoding/crypto.ts';
import { metadata } from './deploy/metadata.ts';
import { encodingUtil } from './encoding/encoding.ts';
import { events } from './events/event-bus.ts';
import { exceptions } from './exceptions/exceptions.ts';
import { http, httpCalloutMock } from './http/http.ts';
import { staticMocks } from './http/static-mocks.ts';
import { httpRequest, httpResponse } from './http/messages.ts';
import { restContextClass, restRequest, restResponse } from './http/rest-context.ts';
import { url } from './http/url.ts';
import { webServices } from './http/web-services.ts';
import { jsonGenerator } from './json/generator.ts';
import { json } from './json/json.ts';
import { jsonParser, jsonToken } from './json/parser.ts';
import { customNotification } from './messaging/custom-notification.ts';
import { decimal } from './numbers/decimal.ts';
import { messaging } from './messaging/messaging.ts';
import { math } from './numbers/math.ts';
import { boolean, double, integer, long } from './numbers/numbers.ts';
import { roundingMode } from './numbers/rounding.ts';
import { cookie } from './pages/cookie.ts';
import { pages } from './pages/pages.ts';
import { assignmentRuleHeader, dmlOptions, duplicateRuleHeader, emailHeader } from './records/options.ts';
import { id, sobject } from './records/sobject.ts';
import { describeFieldResult, picklistEntry, sobjectField } from './schema/fields.ts';
import { childRelationship, describeOptions, describeSObjectResult, fieldsMap, schema, sobjectType } from './schema/objects.ts';
import { fieldSets } from './schema/field-sets.ts';
import { recordTypeInfo } from './schema/record-types.ts';
import { displayType, soapType } from './schema/types.ts';
import { search } from './search/search.ts';
import { assert } from './system/assertion.ts';
import { installing } from './system/install.ts';
import { limits } from './system/limits.ts';
import { request } from './system/request.ts';
import { loggingLevel, readWriteMode, system, triggerOperation } from './system/system.ts';
import { sites } from './system/sites.ts';
import { stubProvider } from './system/stubs.ts';
import { test } from './system/test.ts';
import { type } from './system/type.ts';
import { featureManagement, userInfo } from './system/user-info.ts';
import { matcher, pattern } from './text/pattern.ts';
import { blob, string } from './text/string.ts';
import { dom } from './xml/dom.ts';
import { streamReader } from './xml/stream-reader.ts';
import { streamWriter } from './xml/stream-writer.ts';

export { messageForPage } from './exceptions/exceptions.ts';
export { restContext, RestRequestValue, RestResponseValue } from './http/rest-context.ts';

export const apexLibrary: readonly LibraryDeclaration[] = [
  ...[string, blob, pattern, matcher],
  ...[boolean, integer, long, double, decimal, math, roundingMode],
  ...[date, datetime, time, timeZone],
  ...[list, set, map, iterator, iterable, comparable, comparator, callable],
  ...exceptions,
  ...[id, sobject, dmlOptions, assignmentRuleHeader, duplicateRuleHeader, emailHeader],
  ...[schema, sobjectType, sobjectField, fieldsMap, displayType, soapType, describeOptions],
  ...[describeSObjectResult, describeFieldResult, childRelationship, picklistEntry, recordTypeInfo].map(withProperties),
  ...fieldSets,
  ...[database, savepoint, queryLocator, queryLocatorIterator, leadConvert, leadConvertResult, statusCode],
  ...[accessLevel, accessType, security, accessDecision],
  ...results.map(withProperties),
  ...[system, readWriteMode, loggingLevel, triggerOperation, assert, test, stubProvider, type, limits, userInfo, featureManagement],
  ...jobs,
  ...batch,
  ...finalizers,
  ...events,
  ...request,
  ...messaging,
  ...cache,
  ...pages,
  cookie,
  ...sites,
  ...metadata,
  ...webServices,
  ...dom,
  ...streamReader,
  streamWriter,
  asyncInfo,
  ...search,
  ...staticMocks,
  ...[json, jsonGenerator, jsonParser, jsonToken],
  ...[http, httpRequest, httpResponse, httpCalloutMock, restContextClass, restRequest, restResponse],
  ...[encodingUtil, crypto, uuid, url],
  customNotification,
  ...installing
];
