using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Linchpin.Platform.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ClientRecord : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "ArchiveSteps",
                table: "Clients",
                type: "text",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "Addresses",
                table: "Clients",
                type: "text",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ArchivedAt",
                table: "Clients",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Connection",
                table: "Clients",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "MergedInto",
                table: "Clients",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "PhotoAt",
                table: "Clients",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ClientMerges",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Survivor = table.Column<Guid>(type: "uuid", nullable: false),
                    Merged = table.Column<Guid>(type: "uuid", nullable: false),
                    IsSamePerson = table.Column<bool>(type: "boolean", nullable: false),
                    Reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: true),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    UndoneAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    UndoneBy = table.Column<Guid>(type: "uuid", nullable: true),
                    UndoneReason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ClientMerges", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ClientPhotos",
                columns: table => new
                {
                    Client = table.Column<Guid>(type: "uuid", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Type = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Bytes = table.Column<byte[]>(type: "bytea", nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: true),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ClientPhotos", x => x.Client);
                });

            migrationBuilder.CreateTable(
                name: "CorrectionRequests",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Client = table.Column<Guid>(type: "uuid", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Wrong = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    ShouldSay = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    AskedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    DueOn = table.Column<DateOnly>(type: "date", nullable: false),
                    ExtensionReason = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    ExtendedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ExtendedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    Status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Ground = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    Answer = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    AnsweredAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    AnsweredBy = table.Column<Guid>(type: "uuid", nullable: true),
                    Disagreement = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    DisagreedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Rebuttal = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    RebuttedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CorrectionRequests", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Coverages",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Client = table.Column<Guid>(type: "uuid", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Payer = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    Plan = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    MemberId = table.Column<string>(type: "text", nullable: false),
                    GroupNumber = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    Holder = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    Relation = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    From = table.Column<DateOnly>(type: "date", nullable: true),
                    Through = table.Column<DateOnly>(type: "date", nullable: true),
                    Order = table.Column<int>(type: "integer", nullable: false),
                    RecordedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    WrongAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    WrongReason = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Coverages", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "LegalHolds",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Client = table.Column<Guid>(type: "uuid", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Why = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    From = table.Column<DateOnly>(type: "date", nullable: false),
                    Through = table.Column<DateOnly>(type: "date", nullable: true),
                    PlacedBy = table.Column<Guid>(type: "uuid", nullable: false),
                    PlacedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    LiftedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    LiftedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    LiftedWhy = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LegalHolds", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Supporters",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    Reach = table.Column<string>(type: "text", nullable: false),
                    PhoneText = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    RecordedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Supporters", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SupporterTies",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Client = table.Column<Guid>(type: "uuid", nullable: false),
                    SupporterId = table.Column<Guid>(type: "uuid", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Facts = table.Column<string>(type: "text", nullable: false),
                    IsEmergencyContact = table.Column<bool>(type: "boolean", nullable: false),
                    RecordedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    EndedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SupporterTies", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SupporterTies_Clients_Client",
                        column: x => x.Client,
                        principalTable: "Clients",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_SupporterTies_Supporters_SupporterId",
                        column: x => x.SupporterId,
                        principalTable: "Supporters",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Clients_MergedInto",
                table: "Clients",
                column: "MergedInto");

            migrationBuilder.CreateIndex(
                name: "IX_ClientMerges_Merged",
                table: "ClientMerges",
                column: "Merged",
                unique: true,
                filter: "\"UndoneAt\" IS NULL AND \"IsSamePerson\"");

            migrationBuilder.CreateIndex(
                name: "IX_ClientMerges_Survivor",
                table: "ClientMerges",
                column: "Survivor");

            migrationBuilder.CreateIndex(
                name: "IX_CorrectionRequests_Client",
                table: "CorrectionRequests",
                column: "Client");

            migrationBuilder.CreateIndex(
                name: "IX_CorrectionRequests_Status",
                table: "CorrectionRequests",
                column: "Status");

            migrationBuilder.CreateIndex(
                name: "IX_Coverages_Client",
                table: "Coverages",
                column: "Client");

            migrationBuilder.CreateIndex(
                name: "IX_LegalHolds_Client",
                table: "LegalHolds",
                column: "Client");

            migrationBuilder.CreateIndex(
                name: "IX_SupporterTies_Client",
                table: "SupporterTies",
                column: "Client");

            migrationBuilder.CreateIndex(
                name: "IX_SupporterTies_SupporterId",
                table: "SupporterTies",
                column: "SupporterId");

            ClientRecordRows.AddressesOnPostgres(migrationBuilder);
            ClientRecordRows.SupportersOnPostgres(migrationBuilder);

            migrationBuilder.DropColumn(
                name: "EmergencyContacts",
                table: "Clients");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ClientMerges");

            migrationBuilder.DropTable(
                name: "ClientPhotos");

            migrationBuilder.DropTable(
                name: "CorrectionRequests");

            migrationBuilder.DropTable(
                name: "Coverages");

            migrationBuilder.DropTable(
                name: "LegalHolds");

            migrationBuilder.DropTable(
                name: "SupporterTies");

            migrationBuilder.DropTable(
                name: "Supporters");

            migrationBuilder.DropIndex(
                name: "IX_Clients_MergedInto",
                table: "Clients");

            migrationBuilder.DropColumn(
                name: "Addresses",
                table: "Clients");

            migrationBuilder.DropColumn(
                name: "ArchivedAt",
                table: "Clients");

            migrationBuilder.DropColumn(
                name: "Connection",
                table: "Clients");

            migrationBuilder.DropColumn(
                name: "MergedInto",
                table: "Clients");

            migrationBuilder.DropColumn(
                name: "PhotoAt",
                table: "Clients");

            migrationBuilder.AddColumn<string>(
                name: "EmergencyContacts",
                table: "Clients",
                type: "text",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.DropColumn(
                name: "ArchiveSteps",
                table: "Clients");
        }
    }
}
