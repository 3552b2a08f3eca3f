/** UserInfo and FeatureManagement: of the running user, also inside `System.runAs`. */
import { randomBytes } from 'node:crypto';
import { runtime, type RunningUser } from '../../runtime/current.ts';
import { given, library } from '../define.ts';
import { TimeZoneValue } from '../dates/time-zone.ts';

const user = (key: keyof RunningUser) => (): unknown => runtime().user()[key];

/** Looks like one and opens nothing: sessions are the HTTP side's. */
const sessionId = (): string =>
  runtime().state('session id', () => `${runtime().org.id.slice(0, 15)}!${randomBytes(24).toString('base64url')}`);

export const userInfo = library({
  name: 'UserInfo',
  members: {
    'static String getUserId()': user('id'),
    'static String getUserName()': user('username'),
    'static String getName()': user('name'),
    'static String getFirstName()': user('firstName'),
    'static String getLastName()': user('lastName'),
    'static String getUserEmail()': user('email'),
    'static Id getProfileId()': user('profileId'),
    'static Id getUserRoleId()': user('roleId'),
    'static String getUserType()': user('userType'),
    'static String getLocale()': user('locale'),
    'static String getLanguage()': user('language'),
    'static TimeZone getTimeZone()': () => new TimeZoneValue(runtime().user().timeZone),
    'static String getOrganizationId()': () => runtime().org.id,
    'static String getOrganizationName()': () => runtime().org.name,
    'static String getSessionId()': () => sessionId(),
    'static String getUiTheme()': () => 'Theme4d',
    'static String getUiThemeDisplayed()': () => 'Theme4d',
    'static Boolean isCurrentUserLicensed(String namespace)': given(
      (namespace: string) => namespace.toLowerCase() === runtime().org.namespace?.toLowerCase()
    ),
    'static Boolean hasPackageLicense(Id packageId)': () => false,
    'static Boolean isMultiCurrencyOrganization()': () => false,
    // The stand-in is an org of one currency.
    'static String getDefaultCurrency()': () => 'USD'
  }
});

export const featureManagement = library({
  name: 'FeatureManagement',
  members: {
    'static Boolean checkPermission(String name)': given((name: string) => runtime().rights().customPermission(name))
  }
});
