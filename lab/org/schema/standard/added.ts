/** Further fields of the objects that are described elsewhere in this folder. Object Reference v67; see `read.ts` for the notation. */
export const ADDED = `
Account
  Rating pick255(Hot|Warm|Cold)
  Ownership pick255(Public|Private|Subsidiary|Other)
  TickerSymbol text255
  Sic text255
  SicDesc text255
  YearStarted text255
  Tradestyle text255
  DunsNumber text255
  NaicsCode text255
  NaicsDesc text255
  LastActivityDate date =
  LastViewedDate dt =
  LastReferencedDate dt =
  PhotoUrl url =
  CleanStatus text255
Contact
  LastViewedDate dt =
  LastReferencedDate dt =
  PhotoUrl url =
  IndividualId >Individual
  LastCURequestDate dt =
  LastCUUpdateDate dt =
  CleanStatus text255
Lead
  ConvertedOpportunityId >Opportunity =
  LastViewedDate dt =
  LastReferencedDate dt =
  PhotoUrl url =
  IndividualId >Individual
  CleanStatus text255
Campaign
  LastViewedDate dt =
  LastReferencedDate dt =
User
  AboutMe area1000
  AccountId >Account Users
  ContactId >Contact Users
  Street text255
  City text255
  State text255
  PostalCode text255
  Country text255
  MobilePhone phone
  Extension text255
  Fax phone
  EmployeeNumber text255
  Division text255
  DelegatedApproverId text18
  FullPhotoUrl url =
  SmallPhotoUrl url =
  MediumPhotoUrl url =
  BannerPhotoUrl url =
  LastPasswordChangeDate dt =
  LastViewedDate dt =
  LastReferencedDate dt =
  IsPortalEnabled check =
  IsProfilePhotoActive check =
  ForecastEnabled check
  ReceivesInfoEmails check
  ReceivesAdminInfoEmails check
  DefaultGroupNotificationFrequency pick40(N*|P|D|W)
  DigestFrequency pick40(N*|P|D|W)
  OfflineTrialExpirationDate dt
  CallCenterId text18
  SenderEmail mail
  SenderName text255
  Signature area1000
  StayInTouchSubject text255
  EmailPreferencesAutoBcc check
  UserPermissionsInteractionUser check
  UserPermissionsOfflineUser check
  UserPermissionsSFContentUser check
  UserPermissionsKnowledgeUser check
  UserPermissionsSupportUser check
  UserPreferencesLightningExperiencePreferred check
  NumberOfFailedLogins int =
  IsExtIndicatorVisible check
Group
  Email mail
  RelatedId text18
  OwnerId text18
  DoesSendEmailToMembers check
  DoesIncludeBosses check
Profile
  Description area1000
  UserLicenseId >UserLicense
  PermissionsModifyAllData check
  PermissionsViewAllData check
  PermissionsApiEnabled check
  PermissionsAuthorApex check
  PermissionsCustomizeApplication check
  PermissionsManageUsers check
  PermissionsViewSetup check
PermissionSet
  IsCustom check =
  Type pick40(Regular*|Standard|Session|Group) =
  LicenseId text18
  PermissionSetGroupId >PermissionSetGroup
PermissionSetAssignment
  PermissionSetGroupId >PermissionSetGroup
  ExpirationDate dt
Organization
  Division text255
  Street text255
  City text255
  State text255
  PostalCode text255
  Phone phone
  Fax phone
  PrimaryContact text255
  FiscalYearStartMonth int
  UsesStartDateAsFiscalYearName check
  DefaultAccountAccess text255
  DefaultContactAccess text255
  DefaultOpportunityAccess text255
  DefaultLeadAccess text255
  DefaultCaseAccess text255
  IsReadOnly check
  UiSkin text255
  WebToCaseDefaultOrigin text255
  MonthlyPageViewsUsed int
  MonthlyPageViewsEntitlement int
RecordType
  Description area1000
  BusinessProcessId text18
ApexClass
  IsValid check =
  BodyCrc text255 =
  LengthWithoutComments int =
ApexTrigger
  IsValid check =
  BodyCrc text255 =
  LengthWithoutComments int =
  UsageBeforeInsert check
  UsageAfterInsert check
  UsageBeforeUpdate check
  UsageAfterUpdate check
  UsageBeforeDelete check
  UsageAfterDelete check
  UsageAfterUndelete check
AsyncApexJob
  LastProcessed text18 =
  LastProcessedOffset int =
UserRole
  PortalType text255
  RollupDescription area1000
  OpportunityAccessForAccountOwner text255
  ForecastUserId text18
`;
