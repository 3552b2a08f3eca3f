/** What the org says about its code, metadata and processes. Object Reference v67, those pages: names, types and relationships as far as code and queries meet them. See `read.ts` for the notation. */
export const CODE = `
BatchApexErrorEvent e9z event
  ReplayId text20 =
  EventUuid text36 =
  AsyncApexJobId text18
  DoesExceedJobScopeMaxLength check
  ExceptionType text255
  JobScope area40000
  Message area5000
  Phase text40
  RequestId text40
  StackTrace area5000
StaticResource 081 setup
  Body b64
  BodyLength int =
  CacheControl text255
  ContentType text255
  Description area32000
  Name text255 !
  NamespacePrefix text255
ApexPage 066 setupread
  ApiVersion num
  ControllerKey text255
  ControllerType text255
  Description area32000
  IsAvailableInTouch check
  IsConfirmationTokenRequired check
  Markup area32000
  MasterLabel text255
  Name text255
  NamespacePrefix text255
ApexComponent 099 setupread
  ApiVersion num
  ControllerKey text255
  ControllerType text255
  Description area32000
  Markup area32000
  MasterLabel text255
  Name text255
  NamespacePrefix text255
ApexLog 07L setupread
  Application text255
  DurationMilliseconds int
  Location text255
  LogLength int
  LogUserId >User
  Operation text255
  Request text255
  RequestIdentifier text255
  StartTime dt
  Status text255
EntityDefinition 4ie setupread
  DeploymentStatus text255
  DeveloperName text255
  DurableId text255
  ExternalSharingModel text255
  InternalSharingModel text255
  IsApexTriggerable check
  IsCustomSetting check
  IsCustomizable check
  IsLayoutable check
  IsQueryable check
  IsSearchable check
  IsTriggerable check
  IsWorkflowEnabled check
  KeyPrefix text255
  Label text255
  MasterLabel text255
  NamespacePrefix text255
  PluralLabel text255
  PublisherId text255
  QualifiedApiName text255
FieldDefinition 4fe setupread
  BusinessStatus text255
  ComplianceGroup text255
  DataType text255
  Description area32000
  DeveloperName text255
  DurableId text255
  EntityDefinitionId >EntityDefinition Fields
  IsCalculated check
  IsFieldHistoryTracked check
  IsIndexed check
  IsNameField check
  IsNillable check
  Label text255
  Length int
  MasterLabel text255
  NamespacePrefix text255
  Precision int
  QualifiedApiName text255
  RelationshipName text255
  Scale int
  SecurityClassification text255
ProcessInstance 04g read
  CompletedDate dt
  ElapsedTimeInDays num
  ElapsedTimeInHours num
  ElapsedTimeInMinutes num
  LastActorId >User
  ProcessDefinitionId >ProcessDefinition
  Status text255
  SubmittedById >User
  TargetObjectId >Account,Contact,Lead,Opportunity,Campaign,Case,Product2,Contract,Order,Asset,Task,Event,EmailMessage,User,Solution,Quote,* ProcessInstances
ProcessInstanceWorkitem 04i read
  ActorId >User,Group
  ElapsedTimeInDays num
  ElapsedTimeInHours num
  ElapsedTimeInMinutes num
  OriginalActorId >User,Group
  ProcessInstanceId >ProcessInstance Workitems
ProcessInstanceStep 04h read
  ActorId >User,Group
  Comments area32000
  ElapsedTimeInDays num
  ElapsedTimeInHours num
  ElapsedTimeInMinutes num
  OriginalActorId >User,Group
  ProcessInstanceId >ProcessInstance Steps
  StepStatus text255
ProcessDefinition 04a setupread
  Description area32000
  DeveloperName text255
  LockType text255
  Name text255
  State text255
  TableEnumOrId text255
  Type text255
OrgWideEmailAddress 0D2 setup
  Address text255 !
  DisplayName text255 !
  IsAllowAllProfiles check
  IsVerified check
  Purpose text255
EmailServicesFunction 091 setup
  AddressInactiveAction text255
  ApexClassId >ApexClass
  AttachmentOption text255
  AuthenticationFailureAction text255
  AuthorizationFailureAction text255
  AuthorizedSenders text255
  ErrorRoutingAddress text255
  FunctionInactiveAction text255
  FunctionName text255
  IsActive check
  IsAuthenticationRequired check
  IsErrorRoutingEnabled check
  IsTextAttachmentsAsBinary check
  IsTlsRequired check
  OverLimitAction text255
EmailServicesAddress 093 setup
  AuthorizedSenders text255
  DeveloperName text255
  EmailDomainName text255
  FunctionId >EmailServicesFunction
  IsActive check
  LocalPart text255
  RunAsUserId >User
DuplicateRule 0Bm setupread
  DeveloperName text255
  IsActive check
  Language text255
  LastViewedDate dt
  MasterLabel text255
  NamespacePrefix text255
  SobjectSubtype text255
  SobjectType text255
DuplicateRecordSet 0GK
  DuplicateRuleId >DuplicateRule !
  LastReferencedDate dt =
  LastViewedDate dt =
  Name text255
  RecordCount int
DuplicateRecordItem 0GL
  DuplicateRecordSetId >DuplicateRecordSet DuplicateRecordItems !
  Name text255
  RecordId >Account,Contact,Lead,Opportunity,Campaign,Case,Product2,Contract,Order,Asset,Task,Event,EmailMessage,User,Solution,Quote,* !
Period 026 setupread
  EndDate date
  FiscalYearSettingsId >FiscalYearSettings
  FullyQualifiedLabel text255
  IsForecastPeriod check
  Number int
  PeriodLabel text255
  QuarterLabel text255
  StartDate date
  Type text255
FiscalYearSettings 022 setup
  Description area32000
  EndDate date
  IsStandardYear check
  Name text255
  PeriodId >Period
  PeriodLabelScheme text255
  PeriodPrefix text255
  QuarterLabelScheme text255
  QuarterPrefix text255
  StartDate date
  WeekLabelScheme text255
  WeekStartDay int
  YearType text255
Publisher 0Rs setupread
  DurableId text255
  IsSalesforce check
  MajorVersion int
  MinorVersion int
  Name text255
  NamespacePrefix text255
PackageLicense 050 setupread
  AllowedLicenses int
  ExpirationDate dt
  IsAvailableForIntegrations check
  IsProvisioned check
  NamespacePrefix text255
  Status text255
  UsedLicenses int
WebLink 00b setupread
  LinkType text255
  MasterLabel text255
  Name text255
  PageOrSobjectType text255
  Url url
RecentlyViewed 0RV read
  Alias text255
  Email mail
  FirstName text255
  IsActive check
  Language text255
  LastName text255
  LastReferencedDate dt
  LastViewedDate dt
  Name text255
  NameOrAlias text255
  Phone phone
  ProfileId >Profile
  Title text255
  Type text255
  UserRoleId >UserRole
FlowDefinitionView 3dd setupread
  ApiName text255
  Description area32000
  DurableId text255
  IsActive check
  Label text255
  ProcessType text255
  TriggerObjectOrEventLabel text255
  TriggerOrder int
  TriggerType text255
ListView 00B setupread
  DeveloperName text80
  IsSoqlCompatible check
  LastReferencedDate dt
  LastViewedDate dt
  Name text80
  NamespacePrefix text15
  SobjectType text40
Report 00O read
  Description text255
  DeveloperName text80
  FolderName text256
  Format text40
  LastReferencedDate dt
  LastRunDate dt
  LastViewedDate dt
  Name text40
  NamespacePrefix text15
AppMenuItem 0DS setupread
  ApplicationId text18
  Description area1333
  IsAccessible check
  IsVisible check
  Label text80
  Name text80
  NamespacePrefix text15
  SortOrder int
  StartUrl area1333
  Type text40
SetupAuditTrail 0Ym setupread
  Action text255
  CreatedByContext text255
  CreatedByIssuer text255
  DelegateUser text255
  Display text1000
  ResponsibleNamespacePrefix text255
  Section text255
`;
