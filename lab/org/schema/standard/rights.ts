/** Who may do what, and sharing. Object Reference v67, those pages: names, types and relationships as far as code and queries meet them. See `read.ts` for the notation. */
export const RIGHTS = `
GroupMember 011 setup
  GroupId >Group GroupMembers cascade ! ~
  UserOrGroupId >User,Group ! ~
QueueSobject 03g setup
  QueueId >Group QueueSobjects cascade ! ~
  SobjectType text255 ! ~
FieldPermissions 01k setup
  Field text255 ! ~
  ParentId >PermissionSet FieldPerms cascade ! ~
  PermissionsEdit check
  PermissionsRead check
  SobjectType text255 ! ~
PermissionSetGroup 0PG setup
  Description area32000
  DeveloperName text255 !
  HasActivationRequired check
  Language text255
  MasterLabel text255 !
  NamespacePrefix text255
  Status text255
PermissionSetGroupComponent 0PM setup
  PermissionSetGroupId >PermissionSetGroup PermissionSetGroupComponents
  PermissionSetId >PermissionSet
AccountShare 00r share
  AccountAccessLevel text255
  AccountId >Account Shares cascade
  CaseAccessLevel text255
  ContactAccessLevel text255
  OpportunityAccessLevel text255
  RowCause text255
  UserOrGroupId >User,Group
ContactShare 03s share
  ContactAccessLevel text255
  ContactId >Contact Shares cascade
  RowCause text255
  UserOrGroupId >User,Group
LeadShare 01o share
  LeadAccessLevel text255
  LeadId >Lead Shares cascade
  RowCause text255
  UserOrGroupId >User,Group
OpportunityShare 00t share
  OpportunityAccessLevel text255
  OpportunityId >Opportunity Shares cascade
  RowCause text255
  UserOrGroupId >User,Group
CaseShare 01n share
  CaseAccessLevel text255
  CaseId >Case Shares cascade
  RowCause text255
  UserOrGroupId >User,Group
CampaignShare 08s share
  CampaignAccessLevel text255
  CampaignId >Campaign Shares cascade
  RowCause text255
  UserOrGroupId >User,Group
OpportunityTeamMember 00q
  Name text255
  OpportunityAccessLevel text255
  OpportunityId >Opportunity OpportunityTeamMembers cascade !
  PhotoUrl url
  TeamMemberRole text255
  Title text255
  UserId >User !
AccountContactRelation 07k
  AccountId >Account AccountContactRelations cascade !
  ContactId >Contact AccountContactRelations cascade !
  EndDate date
  IsActive check
  IsDirect check
  Roles text255
  StartDate date
LoginHistory 0Ya setupread
  ApiType text255
  ApiVersion text255
  Application text255
  AuthMethodReference text255
  Browser text255
  CipherSuite text255
  ClientVersion text255
  CountryIso text255
  ForwardedForIp text255
  LoginSubType text255
  LoginTime dt
  LoginType text255
  LoginUrl url
  OptionsIsGet check
  OptionsIsPost check
  Platform text255
  SourceIp text255
  Status text255
  TlsProtocol text255
  UserId >User
AuthSession 0Ak setupread
  IsAssociatedWithJwtAccessToken check
  IsCurrent check
  LoginHistoryId >LoginHistory
  LoginType text255
  LogoutUrl url
  NumSecondsValid int
  ParentId >AuthSession
  SessionSecurityLevel text255
  SessionType text255
  SourceIp text255
  UserType text255
  UsersId >User
UserLogin 0Yw setup
  IsFrozen check
  IsPasswordLocked check
  UserId >User
UserPackageLicense 051 setup
  PackageLicenseId >PackageLicense
  UserId >User
UserLicense 100 setupread
  LicenseDefinitionKey text255
  MasterLabel text255
  MonthlyLoginsEntitlement int
  MonthlyLoginsUsed int
  Name text255
  Status text255
  TotalLicenses int
  UsedLicenses int
  UsedLicensesLastUpdated dt
PermissionSetLicense 0PL setupread
  DeveloperName text255
  ExpirationDate date
  MasterLabel text255
  PermissionSetLicenseKey text255
  Status text255
  TotalLicenses int
  UsedLicenses int
Network 0DB setupread
  Description area32000
  EmailSenderAddress text255
  EmailSenderName text255
  Name text255
  SelfRegProfileId >Profile
  Status text255
  UrlPathPrefix text255
Site 0DM setupread
  AdminId >User
  Description area32000
  GuestUserId >User
  MasterLabel text255
  Name text255
  SiteType text255
  Status text255
  Subdomain text255
  UrlPathPrefix text255
Domain 0I4 setupread
  CnameTarget text255
  Domain text255
  DomainType text255
  HttpsOption text255
  OptionsHstsPreload check
NamedCredential 0XA setupread
  AuthTokenEndpointUrl url
  CalloutOptionsAllowMergeFieldsInBody check
  CalloutOptionsAllowMergeFieldsInHeader check
  CalloutOptionsGenerateAuthorizationHeader check
  Description area32000
  DeveloperName text255
  Endpoint text255
  JwtAudience text255
  JwtFormulaSubject text255
  JwtIssuer text255
  JwtTextSubject text255
  JwtValidityPeriodSeconds int
  Language text255
  MasterLabel text255
  NamespacePrefix text255
  PrincipalType text255
ConnectedApplication 0H4 setupread
  MobileSessionTimeout text255
  MobileStartUrl url
  Name text255
  NamedUserUvidTimeout text255
  OptionsAllowAdminApprovedUsersOnly check
  OptionsAllowExpiredUvidJWT check
  OptionsAppIssueJwtTokenEnabled check
  OptionsCodeCredentialGuestEnabled check
  OptionsFullContentPushNotifications check
  OptionsHasSessionLevelPolicy check
  OptionsIsInternal check
  OptionsRefreshTokenValidityMetric check
  OptionsTokenExchangeManageBitEnabled check
  PinLength text255
  RefreshTokenValidityPeriod int
  StartUrl url
  UvidTimeout text255
`;
